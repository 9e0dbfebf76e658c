using System.Text.Json;

namespace Registry.Testing;

/// <summary>What Wang Fang (citizen) applies for together with Li Qiang (citizen2), unless others are named.</summary>
public static class JointJourneys
{
    public const string Other = "340111198506150022";

    public static Dictionary<string, object> Application(string item = Journeys.BusinessLicenceItem, params object[] others)
    {
        using var json = JsonSerializer.SerializeToDocument(Journeys.Application(item));
        var body = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object)member.Value.Clone());
        body["coApplicants"] = others.Length > 0 ? others : [new { name = "李强", codeType = "111", code = Other }];
        return body;
    }

    public static async Task<Guid> JointCase(this RegistryHost host, string item = Journeys.BusinessLicenceItem)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Application(item));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>Consented to by Li Qiang, at version 4.</summary>
    public static async Task<Guid> ApprovedJointCase(this RegistryHost host, string item = Journeys.BusinessLicenceItem)
    {
        var id = await host.JointCase(item);
        using var other = await host.SignedInAs("citizen2");
        (await other.WriteAsync($"/api/v1/cases/{id}/consent", version: 1)).EnsureSuccessStatusCode();
        using var officer = await host.SignedInAs("caseworker");
        (await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 2)).EnsureSuccessStatusCode();
        (await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 3)).EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>At version 1.</summary>
    public static async Task<Guid> JointLicence(this RegistryHost host, string item = Journeys.BusinessLicenceItem)
    {
        var @case = await host.ApprovedJointCase(item);
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync("/api/v1/licences", new { @case }, version: 4);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    public static async Task<JsonElement> ReadAsync(this RegistryHost host, string person, string path)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }
}
