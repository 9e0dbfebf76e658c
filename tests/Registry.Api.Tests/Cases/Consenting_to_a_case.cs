using System.Net;
using System.Text.Json;
using Npgsql;
using Registry.Api.Tests.Erasures;
using Registry.Testing;

namespace Registry.Api.Tests.Cases;

/// <summary>Wang Fang (citizen) names Li Qiang (citizen2), who says yes or no.</summary>
public sealed class Consenting_to_a_case(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Applicant = "340104199001010017";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task is_what_the_case_asks_of_them_and_what_a_grant_waits_for()
    {
        var id = await host.JointCase();
        var asked = await host.ReadAsync("citizen2", $"cases/{id}");
        asked.GetProperty("consent").GetString().ShouldBe("awaited");
        asked.GetProperty("case").GetProperty("consentAwaited").GetBoolean().ShouldBeTrue();
        (await Listed("citizen2", id))!.Value.GetProperty("consentAwaited").GetBoolean().ShouldBeTrue();
        Has(await host.ReadAsync("citizen", $"cases/{id}"), "consent").ShouldBeFalse();

        using var officer = await host.SignedInAs("caseworker");
        (await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1)).EnsureSuccessStatusCode();
        using (var early = await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 2))
            await early.ShouldBeProblem(HttpStatusCode.Conflict, "case-consent-awaited");

        using var other = await host.SignedInAs("citizen2");
        var receipt = await (await other.WriteAsync($"/api/v1/cases/{id}/consent", version: 2)).EnsureSuccessStatusCode().JsonAsync();
        receipt.GetProperty("events")[0].GetProperty("type").GetString().ShouldBe("case_co_applicant_consented.v1");
        using (var again = await other.WriteAsync($"/api/v1/cases/{id}/consent", version: 3))
            await again.ShouldBeProblem(HttpStatusCode.Conflict, "case-consent-answered");
        var known = await host.ReadAsync("citizen2", $"cases/{id}");
        known.GetProperty("consent").GetString().ShouldBe("given");
        Has((await Listed("citizen2", id))!.Value, "consentAwaited").ShouldBeFalse();
        (await host.ReadAsync("citizen", $"cases/{id}")).GetProperty("coApplicants")[0].GetProperty("consent").GetString().ShouldBe("given");
        (await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 3)).EnsureSuccessStatusCode();
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task is_nobody_s_but_who_was_named_nor_the_applicant_s()
    {
        var id = await host.JointCase();
        foreach (var person in (string[])["citizen", "company"])
        {
            using var client = await host.SignedInAs(person);
            foreach (var answer in (string[])["consent", "consent-refusal"])
                await (await client.WriteAsync($"/api/v1/cases/{id}/{answer}", version: 1)).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task refused_takes_the_case_from_them_and_is_seen_by_the_officer_and_the_applicant()
    {
        var id = await host.JointCase();
        using var other = await host.SignedInAs("citizen2");
        (await other.WriteAsync($"/api/v1/cases/{id}/consent-refusal", version: 1)).EnsureSuccessStatusCode();
        (await Listed("citizen2", id)).ShouldBeNull();
        using (var read = await other.GetAsync(new Uri($"/api/v1/cases/{id}", UriKind.Relative), Token))
            await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        foreach (var reader in (string[])["citizen", "caseworker"])
        {
            var named = (await host.ReadAsync(reader, $"cases/{id}")).GetProperty("coApplicants")[0];
            (named.GetProperty("name").GetString(), named.GetProperty("consent").GetString()).ShouldBe(("李强", "declined"));
            named.GetProperty("place").GetInt32().ShouldBe(2);
        }

        using var officer = await host.SignedInAs("caseworker");
        (await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 2)).EnsureSuccessStatusCode();
        using (var granted = await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 3))
            await granted.ShouldBeProblem(HttpStatusCode.Conflict, "case-consent-declined");

        // Without them, as the applicant asks and the officer decides: a licence of one.
        using var applicant = await host.SignedInAs("citizen");
        using (var nobody = await applicant.WriteAsync($"/api/v1/cases/{id}/correction-request", new { without = new[] { 3 } }, version: 3))
            await nobody.ShouldBeProblem(HttpStatusCode.Conflict, "case-co-applicant-unknown");
        (await applicant.WriteAsync($"/api/v1/cases/{id}/correction-request", new { without = new[] { 2 } }, version: 3)).EnsureSuccessStatusCode();
        (await host.ReadAsync("caseworker", $"cases/{id}")).GetProperty("wanted").GetProperty("without")[0].GetInt32().ShouldBe(2);
        (await officer.WriteAsync($"/api/v1/cases/{id}/correction", version: 4)).EnsureSuccessStatusCode();
        Has(await host.ReadAsync("caseworker", $"cases/{id}"), "coApplicants").ShouldBeFalse();
        (await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 5)).EnsureSuccessStatusCode();
        using var issuer = await host.SignedInAs("issuer");
        using var minted = await issuer.WriteAsync("/api/v1/licences", new { @case = id }, version: 6);
        var licence = (await minted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        Has(await host.ReadAsync("citizen", $"licences/{licence}"), "holders").ShouldBeFalse();
        using (var stranger = await other.GetAsync(new Uri($"/api/v1/licences/{licence}", UriKind.Relative), Token))
            await stranger.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task may_be_put_on_record_at_the_window_and_still_be_refused()
    {
        var id = await host.JointCase();
        using var officer = await host.SignedInAs("caseworker");
        using (var empty = await officer.WriteAsync($"/api/v1/cases/{id}/consent-record", new { place = 2, basis = " " }, version: 1))
            await empty.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "basis");
        using (var nobody = await officer.WriteAsync($"/api/v1/cases/{id}/consent-record", new { place = 1, basis = "已核" }, version: 1))
            await nobody.ShouldBeProblem(HttpStatusCode.Conflict, "case-co-applicant-unknown");
        (await officer.WriteAsync($"/api/v1/cases/{id}/consent-record", new { place = 2, basis = "本人持身份证到窗口" }, version: 1)).EnsureSuccessStatusCode();
        // They read what is said of them, and may contradict it.
        var named = (await host.ReadAsync("citizen2", $"cases/{id}")).GetProperty("coApplicants")[0];
        (named.GetProperty("consent").GetString(), named.GetProperty("consentBasis").GetString()).ShouldBe(("recorded", "本人持身份证到窗口"));
        using var other = await host.SignedInAs("citizen2");
        (await other.WriteAsync($"/api/v1/cases/{id}/consent-refusal", version: 2)).EnsureSuccessStatusCode();
        (await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 3)).EnsureSuccessStatusCode();
        using var granted = await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 4);
        await granted.ShouldBeProblem(HttpStatusCode.Conflict, "case-consent-declined");
    }

    [Theory]
    [InlineData("submitCases", HttpStatusCode.OK)]
    [InlineData("readCases", HttpStatusCode.NotFound)]
    public async Task is_given_by_a_delegate_whose_delegation_covers_applying(string purpose, HttpStatusCode status)
    {
        var id = await host.JointCase();
        using var other = await host.SignedInAs("citizen2");
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30);
        using var granted = await other.WriteAsync(
            "/api/v1/my/delegations", new { @delegate = new { codeType = "111", code = Applicant }, purposes = new[] { purpose }, until });
        var delegation = (await granted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var @delegate = await host.SignedInAs("citizen");
        @delegate.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        using var answer = await @delegate.WriteAsync($"/api/v1/cases/{id}/consent", version: 1);
        answer.StatusCode.ShouldBe(status);
        (await host.ReadAsync("citizen2", $"cases/{id}")).GetProperty("consent").GetString().ShouldBe(status is HttpStatusCode.OK ? "given" : "awaited");
        if (status is HttpStatusCode.OK)
            (await host.RowAsync("select headers ->> 'step' from mt_events where stream_id = $1 and version = 2", id))[0].ShouldBe($"delegation/{delegation}");
        // Whether it was covered or not, they are told that somebody acted in their name.
        var refused = status is HttpStatusCode.NotFound;
        (await host.ReadAsync("citizen2", "my/accesses")).EnumerateArray().ShouldContain(look =>
            look.GetProperty("resource").GetString() == $"case/{id}" && Has(look, "refused") == refused);
    }

    [Fact]
    public async Task not_given_keeps_nobody_from_being_erased_and_is_too_late_afterwards()
    {
        var claims = ErasureJourneys.NewCitizen();
        using var named = host.SignedInWith(claims);
        using var applicant = await host.SignedInAs("citizen");
        var body = JointJourneys.Application(others: new { name = claims["party_name"], codeType = "111", code = claims["party_code"] });
        using var submitted = await applicant.WriteAsync("/api/v1/cases", body);
        var id = (await submitted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        await host.Erase(named);
        var shown = (await host.ReadAsync("citizen", $"cases/{id}")).GetProperty("coApplicants")[0];
        (shown.GetProperty("erased").GetBoolean(), Has(shown, "name")).ShouldBe((true, false));

        using (var late = await named.WriteAsync($"/api/v1/cases/{id}/consent", version: 1))
            await late.ShouldBeProblem(HttpStatusCode.Conflict, "subject-erased");
        using var officer = await host.SignedInAs("caseworker");
        using (var paper = await officer.WriteAsync($"/api/v1/cases/{id}/consent-record", new { place = 2, basis = "已核" }, version: 1))
            await paper.ShouldBeProblem(HttpStatusCode.Conflict, "subject-erased");
        (await named.WriteAsync($"/api/v1/cases/{id}/consent-refusal", version: 1)).EnsureSuccessStatusCode();
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task does_not_count_when_they_are_erased_while_it_is_on_its_way()
    {
        var claims = ErasureJourneys.NewCitizen();
        using var named = host.SignedInWith(claims);
        using var applicant = await host.SignedInAs("citizen");
        var body = JointJourneys.Application(others: new { name = claims["party_name"], codeType = "111", code = claims["party_code"] });
        using var submitted = await applicant.WriteAsync("/api/v1/cases", body);
        var id = (await submitted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        var tag = (string)(await host.RowAsync("select data -> 'coApplicants' -> 0 ->> 'subject' from mt_events where stream_id = $1", id))[0]!;

        await using var eraser = new NpgsqlConnection(await TestDatabase.ConnectionStringAsync());
        await eraser.OpenAsync(Token);
        await using var erasing = await eraser.BeginTransactionAsync(Token);
        await RunAsync($"select pg_advisory_xact_lock(hashtextextended('registry/erasure/{host.Schema}/340100', 0))");
        var consenting = named.WriteAsync($"/api/v1/cases/{id}/consent", version: 1);
        await Eventually.HoldsAsync("the consent waits for the erasure", async () =>
            (bool)(await host.RowAsync("select exists (select from pg_locks where locktype = 'advisory' and not granted)"))[0]! || consenting.IsCompleted);
        consenting.IsCompleted.ShouldBeFalse();
        await RunAsync($"delete from {host.Schema}.subject_key where subject = '{tag}'");
        await erasing.CommitAsync(Token);

        using var late = await consenting;
        late.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.RowAsync("select count(*) from mt_events where stream_id = $1", id))[0].ShouldBe(1L);

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, eraser, erasing);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    [Fact]
    public async Task taken_back_lets_them_be_erased_with_what_was_said_of_them()
    {
        var claims = ErasureJourneys.NewCitizen();
        using var named = host.SignedInWith(claims);
        using var applicant = await host.SignedInAs("citizen");
        var body = JointJourneys.Application(others: new { name = claims["party_name"], codeType = "111", code = claims["party_code"] });
        using var submitted = await applicant.WriteAsync("/api/v1/cases", body);
        var id = (await submitted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        (await named.WriteAsync($"/api/v1/cases/{id}/consent", version: 1)).EnsureSuccessStatusCode();
        using (var bound = await named.WriteAsync("/api/v1/erasures", new { }))
            await bound.ShouldBeProblem(HttpStatusCode.Conflict, "erasure-case-live");
        (await named.WriteAsync($"/api/v1/cases/{id}/consent-refusal", version: 2)).EnsureSuccessStatusCode();
        var erasure = await host.Erase(named);
        // The case is named, so that evidence may leave its payloads out.
        ((string)(await host.RowAsync(
            "select data ->> 'streams' from mt_events where stream_id = $1 and type = 'subject_erased.v1'", erasure))[0]!).ShouldContain(id.ToString());
        (await host.ReadAsync("citizen", $"cases/{id}")).GetProperty("applicantName").GetString().ShouldBe("王芳");
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    private async Task<JsonElement?> Listed(string person, Guid id) =>
        (await host.ReadAsync(person, "cases")).EnumerateArray().Where(card => card.GetProperty("id").GetGuid() == id)
            .Select(card => (JsonElement?)card).SingleOrDefault();

    private static bool Has(JsonElement value, string member) => value.TryGetProperty(member, out _);
}
