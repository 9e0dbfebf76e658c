using Marten;
using Registry.Api.Cases;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.LicenceBatches;
using Registry.Projections;

namespace Registry.Api.LicenceBatches;

/// <summary>The cases that a batch names, for the officers who let licences be minted for them. Nothing personal of them is opened.</summary>
internal sealed class BatchCases(RegistrySessions sessions, CaseItems items, Caller caller)
{
    /// <summary>With their items; a refusal that names the first that is none, or not the officer's to mint for: the two look alike.</summary>
    public async Task<(IReadOnlyList<(Case Case, ServiceItem Item)> Cases, Refusal? Refusal)> OfAsync(IReadOnlyList<CaseId> named)
    {
        var standing = await caller.StandingAsync();
        var (states, itemOf) = (await StatesAsync([.. named.Select(id => id.Value)]), new Dictionary<ItemCode, ServiceItem>());
        var found = new List<(Case, ServiceItem)>(named.Count);
        foreach (var id in named)
        {
            if (states.GetValueOrDefault(id.Value) is not { } @case || AccessPolicy.RefuseOffice(caller.Actor, standing, @case) is not null)
                return ([], LicenceBatchDecider.CaseUnknown(id));
            if (!itemOf.TryGetValue(@case.Item, out var item))
                itemOf[@case.Item] = item = await items.OfAsync(caller.Tenant, @case);
            found.Add((@case, item));
        }
        return (found, null);
    }

    private async Task<Dictionary<Guid, Case>> StatesAsync(Guid[] ids)
    {
        await using var session = sessions.Query(caller.Tenant);
        var facts = await session.Events.QueryAllRawEvents().Where(fact => fact.StreamId.IsOneOf(ids)).OrderBy(fact => fact.Version).ToListAsync();
        return facts.Where(fact => fact.Data is CaseEvent).GroupBy(fact => fact.StreamId).ToDictionary(
            stream => stream.Key,
            stream => stream.Aggregate((Case?)null, (state, fact) => Case.Evolve(state, CaseId.Of(stream.Key), (CaseEvent)fact.Data))!);
    }
}
