using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Log;

/// <summary>A fault of the disk interrupts the leader; the server goes on answering and the leader tries again.</summary>
public sealed class Going_on_after_a_fault(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task publishes_as_soon_as_the_remembered_checkpoint_can_be_written_again()
    {
        var log = (string)(await host.RowAsync("select log from log_head"))[0]!;
        var inTheWay = new SignedHead(Path.Combine(host.DataDirectory, "checkpoints")).PathOf(log) + ".new";
        Directory.CreateDirectory(inTheWay);
        using var client = await host.SignedInAs("citizen");
        (await client.WriteAsync("/api/v1/cases", Journeys.Application())).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync("a checkpoint is signed that is not published", async () => await UnpublishedAsync() > 0);
        Directory.Delete(inTheWay);
        await Eventually.HoldsAsync("it is published", async () => await UnpublishedAsync() == 0);
        (await client.WriteAsync("/api/v1/cases", Journeys.Application())).EnsureSuccessStatusCode();
    }

    private async Task<long> UnpublishedAsync() => (long)(await host.RowAsync(
        "select (select max(size) from log_checkpoint) - (select coalesce(max(size), 0) from log_publication)"))[0]!;
}
