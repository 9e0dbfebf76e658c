using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Registry.Domain.Access;
using Registry.Projections.Access;
using Registry.Testing;

namespace Registry.Api.Tests.Access;

/// <summary>Invariant I2: no log, no data. Each test stops its own server's history from growing.</summary>
public sealed class Reading_while_nothing_can_be_recorded
{
    [Theory]
    [InlineData("mt_events")]
    [InlineData("log_inbox")]
    public async Task gives_nothing_until_the_access_is_committed(string table)
    {
        using var host = new RegistryHost();
        var (id, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        var before = await host.CountAsync("access_disclosed.v1");
        await using var freeze = await Freeze.OfAsync(host, table);

        // Headers first: not one byte may have left.
        var pending = verifier.GetAsync(
            $"/api/v1/licences/{id}", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await freeze.HasStoppedSomebodyAsync();
        await freeze.HoldsBackAsync(pending);

        await freeze.DisposeAsync();
        using var answer = await pending;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("holderName").GetString().ShouldBe("王芳");
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task is_answered_with_503_and_no_personal_byte_when_the_database_fails()
    {
        using var host = new RegistryHost();
        var (id, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        await using var freeze = await Freeze.OfAsync(host, "mt_events");
        var pending = verifier.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("the request gives up", async () =>
        {
            await freeze.CutOffAsync();
            return pending.IsCompleted;
        });
        using var answer = await pending;
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "cannot-answer-now");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("王芳");
    }

    [Fact]
    public async Task is_answered_with_503_and_no_personal_byte_when_the_disk_is_full()
    {
        using var host = new RegistryHost();
        var (id, _) = await host.MintedLicence();
        using var holder = await host.SignedInAs("citizen");
        await host.ExecuteAsync(
            "create function broken() returns trigger language plpgsql as "
            + "$$ begin raise exception 'broken on purpose' using errcode = '53100'; end $$; "
            + "create trigger broken before insert on mt_events for each row execute function broken()");
        using var answer = await holder.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "cannot-answer-now");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("王芳");
    }

    [Fact]
    public async Task is_answered_with_503_and_no_personal_byte_when_too_many_wait()
    {
        using var host = new RegistryHost();
        var (id, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        var recorder = host.Services.GetRequiredService<AccessRecorder>();
        var intent = new AccessIntent(
            new("officer", Role.Platform, null, null, null), new(Ground.Administration(), [], null), [], DataClass.Evidence, "log", null);
        await using var freeze = await Freeze.OfAsync(host, "mt_events");
        var waiting = new List<Task>();
        Fill();
        // What the committers have taken by then makes room once more.
        await freeze.HasStoppedSomebodyAsync();
        Fill();

        using var answer = await verifier.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "access-backlogged");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("王芳");
        await freeze.DisposeAsync();
        await Task.WhenAll(waiting);

        void Fill() => Should.Throw<AccessQueueFullException>(() =>
        {
            while (waiting.Count < 20_000)
                waiting.Add(recorder.RecordAsync("340100", intent));
        });
    }
}
