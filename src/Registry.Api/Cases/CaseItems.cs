using Registry.Domain.Cases;
using Registry.Domain.Items;
using Registry.Projections;

namespace Registry.Api.Cases;

/// <summary>The service item that a case is about; a case cannot exist without one.</summary>
internal sealed class CaseItems(RegistrySessions sessions)
{
    public async Task<ServiceItem> OfAsync(string tenant, Case @case)
    {
        await using var session = sessions.Query(tenant);
        return await session.Events.AggregateStreamAsync<ServiceItem>(ServiceItemId.Of(@case.Item).Value)
            ?? throw new InvalidOperationException($"Case {@case.Id} is about an item that was never published.");
    }
}
