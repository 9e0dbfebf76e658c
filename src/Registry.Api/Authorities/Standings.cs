using Marten;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;
using Registry.Projections;
using Registry.Projections.Directory;

namespace Registry.Api.Authorities;

/// <summary>What officers are charged with and delegates entrusted with at this moment. Asked anew for each request: what has ended must be gone at once.</summary>
internal sealed class Standings(RegistrySessions sessions, ReferenceStreams references, TimeProvider clock)
{
    public async Task<Standing> OfAsync(string tenant, string officer) =>
        await references.OfficerAsync(tenant, officer) is { } known ? new(known.Duties) : Standing.None;

    /// <summary>Has no duty in an agency, and answers where nobody in the agency can.</summary>
    public async Task<Standing> OfAdministratorAsync(string tenant)
    {
        await using var session = sessions.Query(tenant);
        var officers = await session.Query<OfficerCard>().Where(card => card.ProtectsData).ToListAsync();
        return new([], Protectors:
            [.. from card in officers
                from duty in card.Duties
                where duty.Kind is DutyKind.DataProtection
                select new Protector(duty.Agency, card.Officer)]);
    }

    public async Task<GlassBreak> OfAsync(string tenant, EmergencyId id, string officer)
    {
        await using var session = sessions.Query(tenant);
        return GlassBreak.Of(id, await session.Events.AggregateStreamAsync<Emergency>(id.Value), officer, clock.GetUtcNow());
    }

    public async Task<CovertSight> OfAsync(string tenant, CovertInquiryId id, Actor officer)
    {
        await using var session = sessions.Query(tenant);
        return CovertSight.Of(id, await session.Events.AggregateStreamAsync<CovertInquiry>(id.Value), officer, clock.Today());
    }

    public async Task<SharedSight> OfAsync(string tenant, SharingGrantId id, Uscc? recipient)
    {
        await using var session = sessions.Query(tenant);
        var grant = await session.Events.AggregateStreamAsync<SharingGrant>(id.Value);
        var type = grant is null ? null : await references.TypeAsync(tenant, grant.Type);
        return SharedSight.Of(id, grant, type, recipient, clock.Today());
    }

    public async Task<Mandate> OfAsync(string tenant, DelegationId id, SubjectTag? caller)
    {
        await using var session = sessions.Query(tenant);
        return Mandate.Of(id, await session.Events.AggregateStreamAsync<Delegation>(id.Value), caller, clock.Today());
    }
}
