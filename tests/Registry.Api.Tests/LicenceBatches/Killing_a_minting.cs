using Registry.Api.Tests.Imports;
using Registry.Api.Tests.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Testing;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Api.Tests.LicenceBatches;

/// <summary>kill -9 in the middle of a minting, run again: each case has its licence, and no case two.</summary>
public sealed class Killing_a_minting(ImportHost host) : IClassFixture<ImportHost>
{
    private const int Cases = 1_000;
    private const string Minted = "licence_batch_minted.v1";

    [Fact]
    public async Task keeps_what_was_committed_and_the_next_run_does_the_rest()
    {
        var kind = new TypedItem(host, 611);
        await kind.PublishAsync();
        await host.ApprovedMinting("killed", kind.Type, await DecidedAsync(kind));

        var run = new BatchProcess(host, "mint", "killed");
        await run.KillAsync(Minted, atLeast: 200);
        (await host.CountAsync(Minted)).ShouldBeInRange(200, Cases - 1);

        var rest = await run.RunAsync();
        rest.ExitCode.ShouldBe(0, rest.Errors);
        rest.Output.ShouldContain("0 份被拒 / refused");
        (await host.CountAsync(Minted)).ShouldBe(Cases);
        (await host.CountAsync("case_licence_issued.v1")).ShouldBe(Cases);
        ((long)(await host.RowAsync($"select count(distinct data ->> 'case') from mt_events where type = '{Minted}'"))[0]!).ShouldBe(Cases);
        (await run.RunAsync()).Output.ShouldContain("0 份已制证 / licences minted, 0 份被拒 / refused");
    }

    private async Task<IReadOnlyList<Guid>> DecidedAsync(TypedItem kind)
    {
        var (item, day) = (ItemCode.Parse(kind.Item), new DateOnly(2026, 11, 23));
        var subject = host.Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340104199001010017");
        await using var session = host.Runtime.Sessions.Open(
            ImportHost.Tenant, new Act(new("person", Role.Citizen, null, null, subject), correlation: null) { Ground = Ground.OwnRequest() });
        var ids = new List<Guid>(Cases);
        for (var i = 1; i <= Cases; i++)
        {
            var application = new Application(
                new Party("王芳", HolderCodeType.CitizenId, "340104199001010017"), "13800000000",
                new Dictionary<string, string> { ["tradeName"] = $"字号{i}", ["address"] = $"示范路{i}号" });
            ids.Add(Guid.NewGuid());
            session.Events.StartStream<Case>(
                ids[^1],
                new CaseEvent.Submitted(
                    CaseNumber.Compose(item, day, i), item, item.ImplementingBody, RegionCode.Parse(ImportHost.Tenant), day,
                    Personal<Application>.Of(subject, application), []),
                new CaseEvent.AcceptedBy(day, day, day, "CN-2026", "officer-commerce-1"), new CaseEvent.Approved(day));
        }
        await session.SaveChangesAsync(CancellationToken.None);
        return ids;
    }
}
