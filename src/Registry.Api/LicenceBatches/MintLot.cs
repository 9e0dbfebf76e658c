using Registry.Api.Cases;
using Registry.Api.Licences;
using Registry.Api.LicenceTypes;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Projections;

namespace Registry.Api.LicenceBatches;

/// <summary>制证: mints the licences of some cases, each as an officer would by hand. Cases that have theirs are passed over.</summary>
internal sealed class MintLot(
    RegistrySessions sessions, BatchVault vault, LicenceMinter minter, CaseItems items, LicenceTypeCatalogue types, TimeProvider clock)
    : BatchLot(sessions, clock)
{
    protected override Ground GroundOf(LicenceBatch batch) => Ground.LicenceMinting(batch.Step);

    protected override async Task<BatchReport> QueueAsync(Turn turn, IReadOnlyList<Guid> members)
    {
        var meant = (await turn.Session.FetchForWritingAsync<Case>(members))
            .Where(stream => stream.Aggregate is { } @case && turn.Batch.Means(@case)).ToList();
        var area = await types.RegionOfAsync(turn.Tenant, turn.Batch.Agency);
        var applications = await Task.WhenAll(meant.Select(stream => OpenAsync(turn, stream.Aggregate!, area)));
        var (itemOf, done, refused) = (new Dictionary<ItemCode, ServiceItem>(), 0, new List<RefusedOne>());
        foreach (var (stream, (application, fault)) in meant.Zip(applications))
        {
            var @case = stream.Aggregate!;
            if (!itemOf.TryGetValue(@case.Item, out var item))
                itemOf[@case.Item] = item = await items.OfAsync(turn.Tenant, @case);
            var (_, no) = fault is null
                ? await minter.QueueAsync(turn.Session, stream, item, turn.Type, application!, turn.Batch.Id, turn.Today)
                : (null, fault);
            if (no is null)
                done++;
            else
                refused.Add(new(@case.Id.Value, no));
        }
        return new(null, done, refused);
    }

    // What would be refused anyway is not opened. Who approved the batch has minted it, where the type wants two.
    private async Task<(OpenedApplication? Application, Refusal? Refusal)> OpenAsync(Turn turn, Case @case, RegionCode area) =>
        LicenceDecider.RefuseMint(turn.Type, @case, area, turn.Batch.ApprovedBy!) is { } refused
            ? (null, refused)
            : await vault.OpenAsync(
                turn.Tenant, turn.Actor, AccessPolicy.ToMint(turn.Actor, turn.Batch, @case, turn.Today), @case.Applicants, DataClass.Case,
                $"case/{@case.Id}", (vault, receipt) => OpenedApplication.OfAsync(vault, receipt, @case));
}
