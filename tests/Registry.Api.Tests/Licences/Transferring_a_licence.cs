using System.Net;
using Registry.Api.Tests.LicenceBatches;
using Registry.Api.Tests.LicenceTypes;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Transferring_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Health = "11340100MB1AC0103N";
    private const string Commerce = "11340100MB1AC012X9";

    [Fact]
    public async Task gives_the_receiver_a_licence_of_its_own_and_ends_the_old_one()
    {
        var kind = await PublishedAsync(701, unique: true);
        var old = await kind.LicenceAsync();
        var before = await host.IdentifierOf(old);
        await host.StepAsync(old, "transfer", 1, ToHealth);
        (await host.WordOn(before)).ShouldBe("leaving");

        using var receiver = await Receiver();
        (await Listed(receiver)).ShouldContain(old);
        using var own = await host.TryAsync(old, "transfer/completion", 2);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "licence-transfer-awaits-receiver");
        using var answer = await receiver.WriteAsync($"/api/v1/licences/{old}/transfer/acceptance", version: 2);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var receipt = await answer.JsonAsync();
        var (arrived, number) = (receipt.GetProperty("id").GetGuid(), receipt.GetProperty("number").GetString()!);

        number.ShouldContain($".{Health}.");
        (await host.WordOn(number)).ShouldBe("valid");
        (await host.WordOn(before)).ShouldBe("cancelled");
        using var metadata = await receiver.GetAsync($"/api/v1/licences/{arrived}/metadata", TestContext.Current.CancellationToken);
        var facts = await metadata.EnsureSuccessStatusCode().JsonAsync();
        (facts.GetProperty("operationCode").GetString(), facts.GetProperty("associatedZzeCertID").GetString()).ShouldBe(("08", before));
        facts.GetProperty("fields").GetProperty("KZ_tradeName").GetString().ShouldBe("𠮷祥面馆");
        (await Listed(receiver)).ShouldNotContain(old);
        using var citizen = await host.SignedInAs("citizen");
        (await Listed(citizen)).ShouldContain(arrived);
        (await host.RowAsync(
            "select data ->> 'successor' from mt_events where stream_id = $1 and type = 'licence_transfer_completed.v2'", old))
            .ShouldBe([number]);

        // The place is the new one's now.
        using var third = await kind.MintAsync(await host.ApprovedCase(item: kind.Item));
        await third.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
    }

    [Fact]
    public async Task is_an_access_that_the_holder_sees()
    {
        var kind = await PublishedAsync(702);
        var old = await kind.LicenceAsync();
        await host.StepAsync(old, "transfer", 1, ToHealth);
        using var receiver = await Receiver();
        (await receiver.WriteAsync($"/api/v1/licences/{old}/transfer/acceptance", version: 2)).EnsureSuccessStatusCode();
        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        var look = (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .First(line => line.GetProperty("resource").GetString() == $"licence/{old}");
        (look.GetProperty("purpose").GetString(), look.GetProperty("agency").GetString()).ShouldBe(("licence-minting", Health));
    }

    [Fact]
    public async Task happens_once_where_officers_accept_and_call_off_at_once()
    {
        var kind = await PublishedAsync(703, unique: true);
        var old = await kind.LicenceAsync();
        await host.StepAsync(old, "transfer", 1, ToHealth);
        using var receiver = await Receiver();
        using var issuer = await host.SignedInAs("issuer");
        var @case = await host.ApprovedCase(item: kind.Item);
        var attempts = Enumerable.Range(0, 6).Select(_ => receiver.WriteAsync($"/api/v1/licences/{old}/transfer/acceptance", version: 2))
            .Append(issuer.WriteAsync($"/api/v1/licences/{old}/transfer/cancellation", LicenceSteps.Because, version: 2));
        var mint = TypedItem.MintAsync(issuer, @case);
        var answers = await Task.WhenAll(attempts);
        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
        (await mint).StatusCode.ShouldNotBe(HttpStatusCode.Created);
        var live = (long)(await host.RowAsync(
            "select count(*) from mt_doc_licencecard where data ->> 'identifier' like $1 and data ->> 'status' <> 'Cancelled'", $"%{kind.Type}%"))[0]!;
        live.ShouldBe(1);
    }

    [Fact]
    public async Task is_for_the_named_agency_and_nobody_else()
    {
        var kind = await PublishedAsync(704);
        var old = await kind.LicenceAsync();
        using var receiver = await Receiver();
        await (await receiver.WriteAsync($"/api/v1/licences/{old}/transfer/acceptance", version: 1))
            .ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await host.StepAsync(old, "transfer", 1, ToHealth);
        using var own = await host.TryAsync(old, "transfer/acceptance", 2);
        await own.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        // Whoever is to take it over reads it and has its documents, as recorded accesses, for as long as it is on its way.
        foreach (var path in (string[])["", "/document.pdf", "/document.ofd", "/metadata"])
            await ShouldFind(receiver, $"{old}{path}", HttpStatusCode.OK);
        await host.StepAsync(old, "transfer/cancellation", 2);
        foreach (var path in (string[])["", "/document.pdf", "/document.ofd", "/metadata"])
            await ShouldFind(receiver, $"{old}{path}", HttpStatusCode.NotFound);
        await (await receiver.WriteAsync($"/api/v1/licences/{old}/transfer/acceptance", version: 3))
            .ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        using var unknown = await host.TryAsync(old, "transfer", 3, new { reason = "迁出", receiver = "11340100MB1AC9999X" });
        unknown.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Conflict);
        using var itself = await host.TryAsync(old, "transfer", 3, new { reason = "迁出", receiver = Commerce });
        await itself.ShouldBeProblem(HttpStatusCode.Conflict, "licence-transfer-receiver-is-issuer");
        // Where no agency of this registry is named, the issuer completes it, as ever.
        await host.StepAsync(old, "transfer", 3);
        await host.StepAsync(old, "transfer/completion", 4);
    }

    [Fact]
    public async Task can_want_two_officers_to_begin()
    {
        var kind = await PublishedAsync(705, two: "beginTransfer");
        var old = await kind.LicenceAsync();
        await host.StepAsync(old, "transfer", 1, ToHealth);
        using var colleague = await host.Colleague();
        using var waiting = await colleague.GetAsync($"/api/v1/licences/{old}/proposal", TestContext.Current.CancellationToken);
        (await waiting.EnsureSuccessStatusCode().JsonAsync()).GetProperty("receiver").GetString().ShouldBe(Health);
        (await colleague.WriteAsync($"/api/v1/licences/{old}/proposal/approval", version: 2)).EnsureSuccessStatusCode();
        using var receiver = await Receiver();
        using var accepted = await receiver.WriteAsync($"/api/v1/licences/{old}/transfer/acceptance", version: 4);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static object ToHealth => new { reason = "迁往卫健委", receiver = Health };

    private async Task<HttpClient> Receiver()
    {
        var officer = $"officer-health-{Guid.NewGuid():N}";
        await host.ChargeAsync(officer, Health, "340100", "licenceIssuing");
        return host.SignedInWith(new(TokenForge.Officer(Health, "340100", "issuer")) { ["sub"] = officer });
    }

    private static async Task ShouldFind(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync($"/api/v1/licences/{path}", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, path);
    }

    private static async Task<IReadOnlyList<Guid>> Listed(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/v1/licences", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().Select(one => one.GetProperty("id").GetGuid())];
    }

    private async Task<TypedItem> PublishedAsync(int number, bool unique = false, string? two = null)
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("address", required: true) };
        definition["issuers"] = new { agencies = new[] { Commerce, Health }, regions = Array.Empty<string>() };
        if (unique)
            definition["unique"] = new { siteField = "address" };
        if (two is not null)
            definition["twoPersons"] = new[] { two };
        var kind = new TypedItem(host, number);
        await kind.PublishAsync(definition);
        return kind;
    }
}
