using System.Diagnostics;
using System.Security.Claims;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Delegations;
using Registry.Domain.Emergencies;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;
using Registry.Projections.Personal;

namespace Registry.Api.Identity;

/// <summary>
/// Who is asking, read from the validated token once per request. Names and codes of citizens are taken from here too,
/// never from a body (invariant I9).
/// </summary>
internal sealed class Caller(
    IHttpContextAccessor http, SubjectVault vault, RegistrySettings settings, Standings standings)
{
    public const string DelegationHeader = "Delegation";
    public const string EmergencyHeader = "Emergency";
    public const string CovertHeader = "Covert";
    public const string SharingHeader = "Sharing";

    private Actor? actor;
    private Standing? standing;

    private ClaimsPrincipal User =>
        http.HttpContext?.User ?? throw new InvalidOperationException("A caller exists only within a request.");

    /// <summary>The authority the caller belongs to; for anonymous callers the one the public pages speak for.</summary>
    public string Tenant => User.FindFirstValue(Claims.Tenant) ?? settings.Authority;

    public static string? Correlation => Activity.Current?.TraceId.ToString();

    public Actor Actor => actor ??= ReadActor();

    /// <summary>The holder for whom a wallet asks with a token of ours: its request carries no other identity.</summary>
    public void ActFor(Actor holder) => actor = holder;

    /// <summary>What the directory and the delegations say of the caller now, read anew for each request.</summary>
    public async Task<Standing> StandingAsync() => standing ??= Actor switch
    {
        { Role: Role.Citizen } when Delegation is { } delegation =>
            new([], await standings.OfAsync(Tenant, delegation, Actor.Subject)),
        { Role: Role.Administrator } => await standings.OfAdministratorAsync(Tenant),
        { Agency: null } => Standing.None,
        { Role: Role.Investigator } when Covert is { } inquiry =>
            await standings.OfAsync(Tenant, Actor.Id) with { Covert = await standings.OfAsync(Tenant, inquiry, Actor) },
        _ when Emergency is { } emergency =>
            await standings.OfAsync(Tenant, Actor.Id) with { Glass = await standings.OfAsync(Tenant, emergency, Actor.Id) },
        _ when Sharing is { } grant =>
            await standings.OfAsync(Tenant, Actor.Id) with { Shared = await standings.OfAsync(Tenant, grant, Actor.Agency) },
        _ => await standings.OfAsync(Tenant, Actor.Id),
    };

    /// <summary>The emergency access that an officer's request names.</summary>
    private EmergencyId? Emergency => http.HttpContext!.Request.Headers[EmergencyHeader].ToString() switch
    {
        "" => null,
        var text when EmergencyId.TryParse(text, null, out var id) => id,
        _ => throw new BadRequest(StatusCodes.Status400BadRequest, "emergency-malformed", EmergencyHeader),
    };

    /// <summary>The covert inquiry that an investigating officer's request names.</summary>
    private CovertInquiryId? Covert => http.HttpContext!.Request.Headers[CovertHeader].ToString() switch
    {
        "" => null,
        var text when CovertInquiryId.TryParse(text, null, out var id) => id,
        _ => throw new BadRequest(StatusCodes.Status400BadRequest, "covert-malformed", CovertHeader),
    };

    /// <summary>The sharing grant that an officer's request names.</summary>
    private SharingGrantId? Sharing => http.HttpContext!.Request.Headers[SharingHeader].ToString() switch
    {
        "" => null,
        var text when SharingGrantId.TryParse(text, null, out var id) => id,
        _ => throw new BadRequest(StatusCodes.Status400BadRequest, "sharing-malformed", SharingHeader),
    };

    /// <summary>The delegation that the request names. Whether it is one, and the caller's, and still good, is looked up.</summary>
    private DelegationId? Delegation => http.HttpContext!.Request.Headers[DelegationHeader].ToString() switch
    {
        "" => null,
        var text when DelegationId.TryParse(text, null, out var id) => id,
        _ => throw new BadRequest(StatusCodes.Status400BadRequest, "delegation-malformed", DelegationHeader),
    };

    /// <summary>The citizen or organisation that is signed in; null for officers.</summary>
    public Party? Party =>
        User.FindFirstValue(Claims.PartyName) is { } name
        && HolderCodeType.TryRead(User.FindFirstValue(Claims.PartyCodeType), out var type, out _)
        && User.FindFirstValue(Claims.PartyCode) is { } code
            ? new Party(name, type, code)
            : null;

    private Actor ReadActor() => new(
        User.FindFirstValue(Claims.Subject) ?? throw new InvalidOperationException("The token has no subject."),
        Roles.Of(User),
        Uscc.TryParse(User.FindFirstValue(Claims.Agency), null, out var agency) ? agency : null,
        RegionCode.TryParse(User.FindFirstValue(Claims.Region), null, out var region) ? region : null,
        Party is { } party ? vault.TagOf(party.CodeType, party.Code) : null);
}
