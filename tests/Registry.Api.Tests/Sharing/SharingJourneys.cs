using Registry.Testing;

namespace Registry.Api.Tests.Sharing;

internal static class SharingJourneys
{
    public const string Commerce = "11340100MB1AC012X9";
    public const string Health = "11340100MB1AC0103N";
    public const string BusinessLicence = "11340100MB1AC012X9001";

    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static Dictionary<string, object> Request(string recipient, string type = BusinessLicence, params string[] fields) => new()
    {
        ["recipient"] = recipient,
        ["type"] = type,
        ["fields"] = fields is [] ? ["tradeName"] : fields,
        ["basis"] = "caseExamination",
        ["purpose"] = new { zh = "办理卫生许可时核验", en = "Checked when sanitation permits are decided" },
        ["from"] = Today,
        ["until"] = Today.AddDays(30),
    };

    public static async Task<Guid> ProposedGrant(this RegistryHost host, string recipient, string type, params string[] fields)
    {
        using var issuer = await host.SignedInAs("issuer");
        using var proposed = await issuer.WriteAsync("/api/v1/sharing-grants", Request(recipient, type, fields));
        return (await proposed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    public static async Task<Guid> ApprovedGrant(this RegistryHost host, string recipient, string type, params string[] fields)
    {
        var id = await host.ProposedGrant(recipient, type, fields);
        using var supervisor = await host.SignedInAs("supervisor");
        (await supervisor.WriteAsync($"/api/v1/sharing-grants/{id}/approval", version: 1)).EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>As above, for so many looks a day.</summary>
    public static async Task<Guid> LimitedGrant(this RegistryHost host, int mostADay)
    {
        using var issuer = await host.SignedInAs("issuer");
        using var proposed = await issuer.WriteAsync(
            "/api/v1/sharing-grants", new Dictionary<string, object>(Request(Health, BusinessLicence, "holder.name")) { ["mostADay"] = mostADay });
        var id = (await proposed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var supervisor = await host.SignedInAs("supervisor");
        (await supervisor.WriteAsync($"/api/v1/sharing-grants/{id}/approval", version: 1)).EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>Of the police's permits for special trades, to Health.</summary>
    public static async Task<Guid> GrantOfThePolice(this RegistryHost host)
    {
        const string police = "11340100MB1AC00233";
        await host.ChargeAsync("officer-police-9", police, "340100", "licenceIssuing");
        using var officer = host.SignedInWith(new(TokenForge.Officer(police, "340100", "issuer")) { ["sub"] = "officer-police-9" });
        using var proposed = await officer.WriteAsync("/api/v1/sharing-grants", Request(Health, $"{police}001"));
        var id = (await proposed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var supervisor = await host.SignedInAs("policesupervisor");
        (await supervisor.WriteAsync($"/api/v1/sharing-grants/{id}/approval", version: 1)).EnsureSuccessStatusCode();
        return id;
    }
}
