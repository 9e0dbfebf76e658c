using System.Net.Http.Json;
using System.Text.Json;

namespace Registry.Testing;

/// <summary>What tests start from, brought about over HTTP as its users would.</summary>
public static class Journeys
{
    public const string BusinessLicenceItem = "11340100MB1AC012X93340131001001";
    public const string HotelItem = "11340100MB1AC002333340109001001";

    private static readonly string Digest = new('a', 64);

    /// <summary>A complete application for a business licence.</summary>
    public static object Application(string item = BusinessLicenceItem, string tradeName = "𠮷祥面馆", string phone = "13800000000") => new
    {
        item,
        phone,
        form = new Dictionary<string, string> { ["tradeName"] = tradeName, ["address"] = "蜀山区示范路1号" },
        materials = new[] { new { code = "application", sha256 = Digest }, new { code = "premises", sha256 = Digest } },
    };

    /// <summary>Sends a write with a fresh key and, where it changes something, the version seen.</summary>
    public static async Task<HttpResponseMessage> WriteAsync(
        this HttpClient client, string path, object? body = null, long? version = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync();
        using var json = await JsonDocument.ParseAsync(body);
        return json.RootElement.Clone();
    }

    /// <summary>The stable code of a problem.</summary>
    public static async Task<string?> ProblemAsync(this HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? (await answer.JsonAsync()).GetProperty("code").GetString()
            : null;

    /// <summary>A case of the citizen's, at version 1.</summary>
    public static async Task<Guid> SubmittedCase(
        this RegistryHost host, string citizen = "citizen", string item = BusinessLicenceItem)
    {
        using var client = await host.SignedInAs(citizen);
        using var answer = await client.WriteAsync("/api/v1/cases", Application(item));
        return await IdOf(answer);
    }

    /// <summary>An approved case, at version 3.</summary>
    public static async Task<Guid> ApprovedCase(
        this RegistryHost host, string citizen = "citizen", string item = BusinessLicenceItem)
    {
        var id = await host.SubmittedCase(citizen, item);
        using var client = await host.SignedInAs("caseworker");
        using var accepted = await client.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        accepted.EnsureSuccessStatusCode();
        using var approved = await client.WriteAsync($"/api/v1/cases/{id}/approval", version: 2);
        approved.EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>A licence in force, at version 1, with its identifier.</summary>
    public static async Task<(Guid Id, string Identifier)> MintedLicence(
        this RegistryHost host, string citizen = "citizen", string item = BusinessLicenceItem)
    {
        var @case = await host.ApprovedCase(citizen, item);
        using var client = await host.SignedInAs("issuer");
        using var answer = await client.WriteAsync("/api/v1/licences", new { @case }, version: 3);
        var receipt = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (receipt.GetProperty("id").GetGuid(), receipt.GetProperty("number").GetString()!);
    }

    /// <summary>Charges an officer with a duty, as an administrator does.</summary>
    public static Task ChargeAsync(this RegistryHost host, string officer, string agency, string region, string duty) =>
        host.ChangeDutyAsync(officer, "duties", new { agency, region, duty });

    /// <summary>Ends an officer's duty, as an administrator does.</summary>
    public static Task DischargeAsync(this RegistryHost host, string officer, string agency, string region, string duty) =>
        host.ChangeDutyAsync(officer, "duties/ending", new { agency, region, duty });

    private static async Task ChangeDutyAsync(this RegistryHost host, string officer, string path, object body)
    {
        using var admin = await host.SignedInAs("admin");
        using var known = await admin.GetAsync(new Uri($"/api/v1/officers/{officer}", UriKind.Relative));
        var version = known.IsSuccessStatusCode ? (await known.JsonAsync()).GetProperty("version").GetInt64() : 0;
        using var answer = await admin.WriteAsync($"/api/v1/officers/{officer}/{path}", body, version);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Guid> IdOf(HttpResponseMessage answer) =>
        (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
}
