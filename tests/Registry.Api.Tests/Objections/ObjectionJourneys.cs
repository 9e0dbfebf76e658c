using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Objections;

/// <summary>What persons and data-protection officers do with an access that is objected to.</summary>
internal static class ObjectionJourneys
{
    public const string Commerce = "11340100MB1AC012X9";
    public const string Health = "11340100MB1AC0103N";
    public const string Why = "我没有申请过，不认识这位工作人员";

    /// <summary>The event of a look of that officer at a case of the person's.</summary>
    public static async Task<Guid> LookedAt(this RegistryHost host, Guid @case, string officer = "caseworker")
    {
        using var client = await host.SignedInAs(officer);
        using var answer = await client.GetAsync($"/api/v1/cases/{@case}", TestContext.Current.CancellationToken);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    public static Task<HttpResponseMessage> Object(this HttpClient person, Guid access) =>
        person.WriteAsync("/api/v1/my/objections", new { access, reason = Why });

    public static async Task<Guid> ObjectedTo(this HttpClient person, Guid access)
    {
        using var answer = await person.Object(access);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.JsonAsync()).GetProperty("id").GetGuid();
    }

    public static Task<HttpResponseMessage> Take(this HttpClient officer, Guid objection, long version = 1) =>
        officer.WriteAsync($"/api/v1/objections/{objection}/acceptance", version: version);

    public static Task<HttpResponseMessage> Answer(
        this HttpClient officer, Guid objection, string finding = "lawful", string measure = "none", long version = 2) =>
        officer.WriteAsync($"/api/v1/objections/{objection}/answer", new { finding, measure, reason = "系受理您的申请所需" }, version);

    public static async Task<JsonElement[]> List(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }

    public static Task<HttpResponseMessage> Read(this HttpClient client, string path) =>
        client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>A data-protection officer of the agency, charged in the directory.</summary>
    public static async Task<HttpClient> DataProtectionOfficer(this RegistryHost host, string id, string agency = Commerce)
    {
        await host.ChargeAsync(id, agency, "340100", "dataProtection");
        var claims = TokenForge.Officer(agency, "340100", "dpo");
        claims["sub"] = id;
        return host.SignedInWith(claims);
    }
}
