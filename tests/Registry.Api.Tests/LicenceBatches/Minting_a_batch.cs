using System.Net;
using Registry.Api.Tests.LicenceTypes;
using Registry.Domain.LicenceBatches;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

public sealed class Minting_a_batch(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task gives_each_case_its_licence_which_names_case_and_batch()
    {
        var kind = await PublishedAsync(521);
        Guid[] cases = [await host.ApprovedCase(item: kind.Item), await host.ApprovedCase("citizen2", kind.Item)];
        await host.ApprovedMinting("spring", kind.Type, cases);
        (await host.RunAsync("spring")).Refusal!.Code.ShouldBe("licence-batch-other-kind");
        var report = await RunAsync("spring");
        (report.Refusal, report.Done, report.Refused.Count).ShouldBe((null, 2, 0));

        foreach (var @case in cases)
        {
            var minted = await host.RowAsync(
                "select stream_id, data ->> 'batch', headers ->> 'agency', headers ->> 'step' from mt_events "
                + "where type = 'licence_batch_minted.v1' and data ->> 'case' = $1", @case.ToString());
            minted[1..].ShouldBe([IdOf("spring").ToString(), Commerce, $"licence-batch/{IdOf("spring")}"]);
            (await kind.ReadAsync((Guid)minted[0]!)).GetProperty("fields").GetProperty("tradeName").GetString().ShouldBe("𠮷祥面馆");
            using var caseworker = await host.SignedInAs("caseworker");
            (await caseworker.WriteAsync($"/api/v1/cases/{@case}/closing", version: 4)).EnsureSuccessStatusCode();
        }
        (await RunAsync("spring")).Done.ShouldBe(0);
    }

    [Fact]
    public async Task is_an_access_that_the_holder_sees()
    {
        var kind = await PublishedAsync(522);
        var @case = await host.ApprovedCase(item: kind.Item);
        await host.ApprovedMinting("seen", kind.Type, @case);
        await RunAsync("seen");
        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        var look = (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .First(line => line.GetProperty("resource").GetString() == $"case/{@case}");
        (look.GetProperty("purpose").GetString(), look.GetProperty("step").GetString(), look.GetProperty("agency").GetString())
            .ShouldBe(("licence-minting", $"licence-batch/{IdOf("seen")}", Commerce));
    }

    [Fact]
    public async Task passes_over_a_case_that_got_its_licence_by_hand()
    {
        var kind = await PublishedAsync(523);
        Guid[] cases = [await host.ApprovedCase(item: kind.Item), await host.ApprovedCase(item: kind.Item)];
        await host.ApprovedMinting("by-hand", kind.Type, cases);
        using (var byHand = await kind.MintAsync(cases[0]))
            byHand.EnsureSuccessStatusCode();
        var report = await RunAsync("by-hand");
        (report.Done, report.Refused.Count).ShouldBe((1, 0));
        (await MintedFor(kind)).ShouldBe(2);
    }

    [Fact]
    public async Task mints_once_where_officers_mint_the_same_cases_by_hand_at_once()
    {
        var kind = await PublishedAsync(524);
        var cases = new List<Guid>();
        while (cases.Count < 8)
            cases.Add(await host.ApprovedCase(item: kind.Item));
        await host.ApprovedMinting("at-once", kind.Type, cases);
        using var issuer = await host.SignedInAs("issuer");
        var byHand = Task.WhenAll(cases.Select(@case => TypedItem.MintAsync(issuer, @case)));
        var report = await RunAsync("at-once");
        var answers = await byHand;
        (report.Refusal, report.Refused.Count).ShouldBe((null, 0));
        (report.Done + answers.Count(answer => answer.StatusCode is HttpStatusCode.Created)).ShouldBe(8);
        (await MintedFor(kind)).ShouldBe(8);
    }

    [Fact]
    public async Task gives_a_place_that_two_of_them_come_into_to_one()
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("address", required: true) };
        definition["unique"] = new { siteField = "address" };
        var kind = await PublishedAsync(525, definition);
        Guid[] cases = [await host.ApprovedCase(item: kind.Item), await host.ApprovedCase(item: kind.Item)];
        await host.ApprovedMinting("places", kind.Type, cases);
        var report = await RunAsync("places");
        report.Done.ShouldBe(1);
        CodesOf(report).ShouldBe([(cases[1], "licence-place-occupied")]);
        CodesOf(await RunAsync("places")).ShouldBe([(cases[1], "licence-place-occupied")]);
    }

    [Fact]
    public async Task does_the_others_where_one_is_refused()
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("seats", required: true) };
        var (kind, other) = (await PublishedAsync(526), await PublishedAsync(527));
        Guid[] cases = [await host.ApprovedCase("company", kind.Item), await host.ApprovedCase(item: kind.Item)];
        await LoseKeyOf(cases[0]);
        await host.ApprovedMinting("keyless", kind.Type, cases);
        var report = await RunAsync("keyless");
        CodesOf(report).ShouldBe([(cases[0], "licence-holder-key-missing")]);
        report.Done.ShouldBe(1);

        var unfit = await host.ApprovedCase(item: other.Item);
        await host.PublishAsync(other.Type, version: 2, definition);
        await host.ApprovedMinting("unfit", other.Type, unfit);
        CodesOf(await RunAsync("unfit")).ShouldBe([(unfit, "face-field-unknown")]);
    }

    [Fact]
    public async Task is_not_by_who_handled_the_case_where_the_type_wants_two()
    {
        var definition = TypeJourneys.Definition();
        definition["twoPersons"] = new[] { "issue" };
        var kind = await PublishedAsync(528, definition);
        var @case = await host.ApprovedCase(item: kind.Item);
        var both = (string)(await host.RowAsync(
            "select data ->> 'officer' from mt_events where stream_id = $1 and type = 'case_accepted.v2'", @case))[0]!;
        await host.ChargeAsync(both, Commerce, "340100", "licenceIssuing");
        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"{Batches}/mintings", MintingRequest("two", kind.Type, @case))).EnsureSuccessStatusCode();
        using var handler = host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "issuer")) { ["sub"] = both });
        (await handler.WriteAsync($"{Batches}/{IdOf("two")}/approval", version: 1)).EnsureSuccessStatusCode();
        CodesOf(await RunAsync("two")).ShouldBe([(@case, "licence-minter-approved-case")]);
    }

    private async Task<TypedItem> PublishedAsync(int number, object? definition = null)
    {
        var kind = new TypedItem(host, number);
        await kind.PublishAsync(definition);
        return kind;
    }

    private Task<Api.LicenceBatches.BatchReport> RunAsync(string name) => host.RunAsync(name, BatchKind.Minting);

    private async Task<long> MintedFor(TypedItem kind) => (long)(await host.RowAsync(
        "select count(*) from mt_events where type in ('licence_minted.v2', 'licence_batch_minted.v1') and data ->> 'identifier' like $1", $"%{kind.Type}%"))[0]!;

    private async Task LoseKeyOf(Guid @case)
    {
        await using var owner = await host.OwnerConnectionAsync();
        await using var delete = owner.CreateCommand();
        delete.CommandText = "delete from subject_key where subject = (select data ->> 'subject' from mt_doc_casecard where id = $1)";
        delete.Parameters.Add(new() { Value = @case });
        (await delete.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }
}
