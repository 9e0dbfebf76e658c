using Registry.Api.Authorities;
using Registry.Domain.Cases;
using Registry.Domain.Items;

namespace Registry.Api.Cases;

/// <summary>The service item that a case is about; a case cannot exist without one.</summary>
internal sealed class CaseItems(ReferenceStreams references)
{
    public async Task<ServiceItem> OfAsync(string tenant, Case @case) => await references.ItemAsync(tenant, @case.Item)
        ?? throw new InvalidOperationException($"Case {@case.Id} is about an item that was never published.");
}
