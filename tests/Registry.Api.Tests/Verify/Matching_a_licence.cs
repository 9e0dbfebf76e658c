using System.Net;
using Registry.Api.Tests.LicenceTypes;
using Registry.Domain.Identifiers;
using Registry.Testing;

namespace Registry.Api.Tests.Verify;

/// <summary>A verifier asks whether what they were told of a licence is so.</summary>
public sealed class Matching_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Holder = "王芳";
    private const string TradeName = "𠮷祥面馆";

    // Well formed, of nobody in the directory.
    private const string Stranger = "1.2.156.3005.2.11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.Y";

    [Fact]
    public async Task is_told_yes_only_if_all_of_it_is_so_and_no_alike_for_every_other_reason()
    {
        var identifier = await LicenceAsync(421);
        (await AskAsync(identifier, Holder)).ShouldBe(Yes);
        (await AskAsync(identifier, $" {Holder} ", "tradeName", TradeName)).ShouldBe(Yes);
        foreach (var (name, field, value) in ((string, string?, string?)[])
        [
            ("王方", null, null), (Holder, "tradeName", "祥面馆"), ("王方", "tradeName", TradeName),
            // Not flagged in its type, and not there at all.
            (Holder, "address", "蜀山区示范路1号"), (Holder, "nothing", TradeName),
        ])
            (await AskAsync(identifier, name, field, value)).ShouldBe(No, field);
        (await AskAsync(Stranger, Holder)).ShouldBe(No);
    }

    [Fact]
    public async Task each_question_is_recorded_and_the_holder_sees_what_was_compared_and_by_whom()
    {
        var identifier = await LicenceAsync(422);
        await AskAsync(identifier, "王方", "tradeName", "错");
        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.GetAsync(new Uri("/api/v1/my/accesses", UriKind.Relative), TestContext.Current.CancellationToken);
        var line = (await answer.JsonAsync()).ToString();
        line.ShouldContain("holder.name:matched");
        line.ShouldContain("form.tradeName:matched");
        foreach (var claim in (string[])["王方", "错"])
            line.ShouldNotContain(claim);
        // What there is not is recorded too.
        var before = await AccessesAsync();
        await AskAsync(Stranger, Holder);
        (await AccessesAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task five_wrong_answers_in_an_hour_are_the_most_whoever_guesses_and_whether_the_licence_is_there_or_not()
    {
        var identifier = await LicenceAsync(423);
        var nobody = LicenceIdentifier.Mint(
            LicenceTypeCode.Parse("11100000MB03271699001"), Uscc.Parse("11340100ME000001XU"), "20260000000000000002", 1).ToString();
        foreach (var guessed in (string[])[identifier, nobody])
        {
            // As many at once get no more than one after the other.
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => PostAsync(guessed, $"王{number}")));
            answers.Count(answer => answer.StatusCode is HttpStatusCode.OK).ShouldBe(5);
            await answers.First(answer => answer.StatusCode is not HttpStatusCode.OK).ShouldBeProblem(HttpStatusCode.TooManyRequests, "matches-too-many");
            (await PostAsync(guessed, Holder)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }
        // Whoever went on asking is seen by the holder.
        (await host.RowAsync(
            "select count(*) from mt_events where type like 'access_refused%' and data ->> 'code' = 'matches-too-many' and jsonb_array_length(data -> 'subjects') = 1"))[0]
            .ShouldBe(8L);
        await host.ExecuteAsync("update match_guess set since = since - interval '61 minutes'");
        (await AskAsync(identifier, Holder)).ShouldBe(Yes);
    }

    [Fact]
    public async Task right_answers_use_nothing_up()
    {
        var identifier = await LicenceAsync(424);
        foreach (var _ in Enumerable.Range(0, 7))
            (await AskAsync(identifier, Holder)).ShouldBe(Yes);
    }

    [Fact]
    public async Task a_version_that_is_not_the_current_one_is_not_compared()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var issuer = await host.SignedInAs("issuer");
        using var renewed = await issuer.WriteAsync(
            $"/api/v1/licences/{licence}/correction", new { fields = new { tradeName = "新" }, reason = "更正" }, version: 1);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK, await renewed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        (await AskAsync(identifier, Holder)).ShouldBe(No);
    }

    [Fact]
    public async Task a_question_that_is_none_names_its_fault()
    {
        await (await PostAsync("1.2.3", Holder)).ShouldBeProblem(HttpStatusCode.BadRequest, "licence-id-layout", "identifier");
        await (await PostAsync(Stranger, "")).ShouldBeProblem(HttpStatusCode.BadRequest, "match-name", "holderName");
        await (await PostAsync(Stranger, Holder, "tradeName")).ShouldBeProblem(HttpStatusCode.BadRequest, "match-value", "value");
    }

    private const string Yes = """{"matches":true}""";
    private const string No = """{"matches":false}""";

    private async Task<string> LicenceAsync(int number)
    {
        var kind = new TypedItem(host, number);
        var definition = TypeJourneys.Definition();
        var tradeName = TypeJourneys.Field("tradeName", required: true);
        tradeName["matchable"] = true;
        definition["face"] = new[] { tradeName, TypeJourneys.Field("address") };
        await kind.PublishAsync(definition);
        return (await host.MintedLicence(item: kind.Item)).Identifier;
    }

    private async Task<string> AskAsync(string identifier, string holderName, string? field = null, string? value = null)
    {
        using var answer = await PostAsync(identifier, holderName, field, value);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string identifier, string holderName, string? field = null, string? value = null)
    {
        using var verifier = await host.SignedInAs("verifier");
        return await verifier.WriteAsync("/api/v1/verify/match", new { identifier, holderName, field, value });
    }

    private async Task<long> AccessesAsync() => (long)(await host.RowAsync("select count(*) from mt_events where type like 'access%'"))[0]!;
}
