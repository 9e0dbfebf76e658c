using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.Sharing;

/// <summary>A grant may say how many looks a day are had under it, however many officers and servers there are.</summary>
public sealed class Looking_so_often_a_day(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task is_shown_with_the_grant_and_asked_for_within_bounds()
    {
        var grant = await host.LimitedGrant(3);
        using var officer = await host.SignedInAs("caseworker2");
        using var list = await officer.GetAsync("/api/v1/sharing-grants", Token);
        (await list.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == grant)
            .GetProperty("mostADay").GetInt32().ShouldBe(3);
        using var issuer = await host.SignedInAs("issuer");
        foreach (var wrong in (int[])[0, -1, 10_001])
        {
            using var answer = await issuer.WriteAsync(
                "/api/v1/sharing-grants", new Dictionary<string, object>(Request(Health)) { ["mostADay"] = wrong });
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "sharing-quota-out-of-range");
        }
    }

    [Fact]
    public async Task shows_the_last_and_refuses_the_next_which_the_holder_reads()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var grant = await host.LimitedGrant(2);
        // A refused one is none: nothing was shown.
        (await Read(Guid.NewGuid(), grant)).ShouldBe(HttpStatusCode.NotFound);
        (await Read(licence, grant)).ShouldBe(HttpStatusCode.OK);
        (await Find(grant)).ShouldBe(HttpStatusCode.OK);
        (await Read(licence, grant)).ShouldBe(HttpStatusCode.NotFound);
        (await Find(grant)).ShouldBe(HttpStatusCode.NotFound);

        var lines = await LinesUnder(grant);
        lines[0].GetProperty("refused").GetString().ShouldBe("access-sharing-used-up");
        lines.Count(line => !line.TryGetProperty("refused", out _)).ShouldBe(2);
        // Another grant is another bound, and one without has none.
        (await Read(licence, await host.LimitedGrant(1))).ShouldBe(HttpStatusCode.OK);
        var free = await host.ApprovedGrant(Health, BusinessLicence, "holder.name");
        for (var look = 0; look < 4; look++)
            (await Read(licence, free)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task says_how_many_were_had_today_and_how_many_are_left()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var grant = await host.LimitedGrant(2);
        var free = await host.ApprovedGrant(Health, BusinessLicence, "holder.name");
        (await UsedAsync(grant)).ShouldBe((0, 2));
        await Read(Guid.NewGuid(), grant);
        (await UsedAsync(grant)).ShouldBe((0, 2));
        await Read(licence, grant);
        (await UsedAsync(grant)).ShouldBe((1, 1));
        await Find(grant);
        await Read(licence, grant);
        await Read(licence, free);
        (await UsedAsync(grant)).ShouldBe((2, 0));
        (await UsedAsync(free)).ShouldBe((null, null));
        // What was had before today's beginning does not count.
        await host.ExecuteAsync(
            "update mt_doc_accessrecord set data = jsonb_set(data, '{at}', '\"2020-01-01T00:00:00.000Z\"') "
            + $"where data -> 'by' ->> 'step' = 'sharing-grant/{grant}'");
        (await UsedAsync(grant)).ShouldBe((0, 2));
    }

    [Fact]
    public async Task lets_exactly_so_many_of_those_who_come_at_once_have_theirs()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var grant = await host.LimitedGrant(5);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Read(licence, grant)));
        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(5);
        answers.Count(status => status == HttpStatusCode.NotFound).ShouldBe(19);
        (await LinesUnder(grant)).Count(line => !line.TryGetProperty("refused", out _)).ShouldBe(5);
    }

    /// <summary>Two servers, each with a recorder and connections of its own, meet at the last look: both have come to it before either commits.</summary>
    [Fact]
    public async Task is_counted_over_all_servers()
    {
        var step = $"sharing-grant/{Guid.NewGuid()}";
        var sessions = host.Services.GetRequiredService<RegistrySessions>();
        await using var one = new AccessRecorder(sessions, TimeProvider.System);
        await using var other = new AccessRecorder(sessions, TimeProvider.System);
        Task<AccessReceipt?>[] both;
        await using (await Freeze.OfAsync(host, "mt_events"))
        {
            both = [one.RecordAsync("340100", Intent(step, 1)), other.RecordAsync("340100", Intent(step, 1))];
            await Eventually.HoldsAsync("both wait, to be saved or for their turn", async () => (long)(await host.RowAsync(
                """
                select count(*) from pg_locks where not granted and (relation = $1::regclass
                    or ((classid::bigint << 32) | objid::bigint) = hashtextextended($2, 0))
                """,
                $"{host.Schema}.mt_events", $"registry/looks/{host.Schema}/340100/{step}"))[0]! == 2);
        }
        (await Task.WhenAll(both)).Count(receipt => receipt is not null).ShouldBe(1);
    }

    private static AccessIntent Intent(string step, int most)
    {
        var actor = new Actor("officer-health-1", Role.Caseworker, Uscc.Parse(Health), RegionCode.Parse("340100"), Subject: null);
        return new(
            actor, new(Ground.Sharing("《行政许可法》第三十四条", step), ["holder.name"], Refusal: null), [new SubjectTag(new string('B', 32))], DataClass.Licence,
            "licence/1", Correlation: null, Limit: new(most, "2000-01-01T00:00:00.000Z"));
    }

    private async Task<HttpStatusCode> Read(Guid licence, Guid grant)
    {
        using var client = await host.SignedInAs("caseworker2");
        client.DefaultRequestHeaders.Add("Sharing", grant.ToString());
        using var answer = await client.GetAsync($"/api/v1/licences/{licence}", Token);
        return answer.StatusCode;
    }

    private async Task<(int? Used, int? Left)> UsedAsync(Guid grant)
    {
        using var officer = await host.SignedInAs("caseworker2");
        using var list = await officer.GetAsync("/api/v1/sharing-grants", Token);
        var one = (await list.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().Single(entry => entry.GetProperty("id").GetGuid() == grant);
        return (Number("usedToday"), Number("leftToday"));

        int? Number(string name) => one.TryGetProperty(name, out var value) ? value.GetInt32() : null;
    }

    private async Task<HttpStatusCode> Find(Guid grant)
    {
        using var client = await host.SignedInAs("caseworker2");
        client.DefaultRequestHeaders.Add("Sharing", grant.ToString());
        using var answer = await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = "340104199001010017" });
        return answer.StatusCode;
    }

    private async Task<JsonElement[]> LinesUnder(Guid grant)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.GetAsync("/api/v1/my/accesses?limit=200", Token);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().Where(line => line.GetProperty("step").GetString() == $"sharing-grant/{grant}")];
    }
}
