using System.Diagnostics;
using System.Security.Claims;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Emergencies;
using Registry.Api.Hosting;
using Registry.Api.Pages;
using Registry.Api.Sharing;
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
    private SharingGrantId? under;

    private ClaimsPrincipal User =>
        http.HttpContext?.User ?? throw new InvalidOperationException("A caller exists only within a request.");

    /// <summary>The authority the caller belongs to; for anonymous callers the one the public pages speak for.</summary>
    public string Tenant => User.FindFirstValue(Claims.Tenant) ?? settings.Authority;

    public static string? Correlation => Activity.Current?.TraceId.ToString();

    public Actor Actor => actor ??= ReadActor();

    /// <summary>The holder for whom a wallet asks with a token of ours: its request carries no other identity.</summary>
    public void ActFor(Actor holder) => actor = holder;

    /// <summary>The sharing grant that a request names in its body or by a link of ours, not in a header.</summary>
    public void ActUnder(SharingGrantId grant) => under = grant;

    /// <summary>What the directory and the delegations say of the caller now, read anew for each request.</summary>
    public async Task<Standing> StandingAsync() => standing ??= Actor switch
    {
        { Role: Role.Citizen } when Delegation is { } delegation => new([], await MandateAsync(delegation)),
        { Role: Role.Administrator } => await standings.OfAdministratorAsync(Tenant),
        { Agency: null } => Standing.None,
        { Role: Role.Investigator } when Covert is { } inquiry =>
            await standings.OfAsync(Tenant, Actor.Id) with { Covert = await CovertAsync(inquiry) },
        _ when Emergency is { } emergency =>
            await standings.OfAsync(Tenant, Actor.Id) with { Glass = await GlassAsync(emergency) },
        _ when (under ?? Sharing) is { } grant =>
            await standings.OfAsync(Tenant, Actor.Id) with { Shared = await SharedAsync(grant) },
        _ => await standings.OfAsync(Tenant, Actor.Id),
    };

    // What these headers name counts on routes that say so. On others it is one that is not good, and is refused and recorded as that is:
    // the principal of a delegation reads that it was tried.
    private async Task<Mandate> MandateAsync(DelegationId delegation)
    {
        var mandate = await standings.OfAsync(Tenant, delegation, Actor.Subject);
        return Takes<TakesDelegationAttribute>() ? mandate : mandate with { Purposes = [] };
    }

    private async Task<CovertSight> CovertAsync(CovertInquiryId inquiry) =>
        Takes<TakesCovertAttribute>() ? await standings.OfAsync(Tenant, inquiry, Actor) : CovertSight.Of(inquiry, null, Actor, default);

    private async Task<GlassBreak> GlassAsync(EmergencyId emergency) =>
        Takes<TakesEmergencyAttribute>() ? await standings.OfAsync(Tenant, emergency, Actor.Id) : new(emergency, null);

    // A grant is for single fields, which only the routes that take one keep apart.
    private async Task<SharedSight> SharedAsync(SharingGrantId grant) =>
        under is not null || Takes<TakesSharingAttribute>() ? await standings.OfAsync(Tenant, grant, Actor.Agency) : new(grant, null);

    private bool Takes<TAttribute>() where TAttribute : Attribute =>
        http.HttpContext!.GetEndpoint()?.Metadata.GetMetadata<TAttribute>() is not null;

    /// <summary>The emergency access that an officer's request names.</summary>
    private EmergencyId? Emergency => Named<EmergencyId>(EmergencyHeader, "emergency-malformed");

    /// <summary>The covert inquiry that an investigating officer's request names.</summary>
    private CovertInquiryId? Covert => Named<CovertInquiryId>(CovertHeader, "covert-malformed");

    /// <summary>The sharing grant that an officer's request names.</summary>
    private SharingGrantId? Sharing => Named<SharingGrantId>(SharingHeader, "sharing-malformed");

    /// <summary>The delegation that the request names. Whether it is one, and the caller's, and still good, is looked up.</summary>
    private DelegationId? Delegation =>
        Named<DelegationId>(DelegationHeader, "delegation-malformed")
        // Chosen on a page: pages about the caller alone do not go by it.
        ?? (Takes<TakesDelegationAttribute>() ? http.HttpContext!.Features.Get<PageSession>()?.Delegation : null);

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

    private TId? Named<TId>(string header, string malformed) where TId : struct, IParsable<TId> =>
        http.HttpContext!.Request.Headers[header].ToString() switch
        {
            "" => null,
            var text when TId.TryParse(text, null, out var id) => id,
            _ => throw new BadRequest(StatusCodes.Status400BadRequest, malformed, header),
        };
}
