using Registry.Domain.Identifiers;

namespace Registry.Api.Identity;

/// <summary>One of the demonstration's people: fictional, with valid check digits.</summary>
internal sealed record DevelopmentPerson(
    string Subject, string Role, string? Agency = null, string? Region = null, string? PartyName = null,
    string? PartyCodeType = null, string? PartyCode = null)
{
    public IEnumerable<KeyValuePair<string, string>> Claims(string tenant)
    {
        (string Name, string? Value)[] all =
        [
            (Identity.Claims.Subject, Subject), (Identity.Claims.Role, Role), (Identity.Claims.Tenant, tenant),
            (Identity.Claims.Agency, Agency), (Identity.Claims.Region, Region), (Identity.Claims.PartyName, PartyName),
            (Identity.Claims.PartyCodeType, PartyCodeType), (Identity.Claims.PartyCode, PartyCode),
        ];
        return from claim in all where claim.Value is not null select KeyValuePair.Create(claim.Name, claim.Value!);
    }
}

/// <summary>Who can sign in with the development identity provider, by the name that <c>dev token</c> takes.</summary>
internal static class DevelopmentPeople
{
    private const string City = "340100";
    private const string Commerce = "11340100MB1AC012X9";
    private const string Health = "11340100MB1AC0103N";
    private const string PublicSecurity = "11340100MB1AC00233";
    private const string UrbanManagement = "11340100MB1AC00901";

    private static readonly string CitizenCode = HolderCodeType.CitizenId.Value;

    public static readonly IReadOnlyDictionary<string, DevelopmentPerson> All = new Dictionary<string, DevelopmentPerson>
    {
        ["citizen"] = new("person-wang-fang", Roles.Citizen, null, null, "王芳", CitizenCode, "340104199001010017"),
        ["citizen2"] = new("person-li-qiang", Roles.Citizen, null, null, "李强", CitizenCode, "340111198506150022"),
        ["company"] = new("company-hui-wei", Roles.Citizen, null, null, "合肥徽味餐饮有限公司", HolderCodeType.Uscc.Value, "91350100M000100Y43"),
        ["caseworker"] = new("officer-commerce-1", Roles.Caseworker, Commerce, City),
        ["caseworker2"] = new("officer-health-1", Roles.Caseworker, Health, City),
        ["caseworker3"] = new("officer-commerce-3", Roles.Caseworker, Commerce, City),
        ["supervisor"] = new("officer-commerce-4", Roles.Supervisor, Commerce, City),
        ["dpo"] = new("officer-commerce-5", Roles.DataProtectionOfficer, Commerce, City),
        ["issuer"] = new("officer-commerce-2", Roles.IssuingOfficer, Commerce, City),
        ["verifier"] = new("officer-urban-1", Roles.Verifier, UrbanManagement, City),
        ["auditor"] = new("auditor-1", Roles.Auditor, null, City),
        ["investigator"] = new("officer-police-1", Roles.Investigator, PublicSecurity, City),
        ["investigator2"] = new("officer-police-2", Roles.Investigator, PublicSecurity, City),
        ["policesupervisor"] = new("officer-police-3", Roles.Supervisor, PublicSecurity, City),
        ["system"] = new("system-health-permits", Roles.System, Health, City),
        ["tracker"] = new("national-tracker", Roles.Tracker),
        ["admin"] = new("administrator-1", Roles.Administrator, null, City),
        ["admin2"] = new("administrator-2", Roles.Administrator, null, City),
        ["admin3"] = new("administrator-3", Roles.Administrator, null, City),
    };
}
