using System.Net;
using System.Text.Json;
using Registry.Api.Tests.Issuers;
using Registry.Domain.Access;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

public sealed class Offering_at_the_window(IssuingHost host, OtherWallet wallet) : IClassFixture<IssuingHost>, IClassFixture<OtherWallet>
{
    [Fact]
    public async Task the_officer_offers_the_holder_takes_and_the_wallet_gets_the_credential()
    {
        var (licence, identifier) = await host.MintedLicence();
        var offered = await OfferedAsync(licence);
        offered.EnumerateObject().Select(member => member.Name).ShouldBe(["offer", "qr", "name", "digits", "expiresIn", "accessEvent"]);
        var taken = await TakeAsync(offered, "citizen");
        var digits = (await taken.EnsureSuccessStatusCode().JsonAsync()).GetProperty("transactionCode").GetString()!;
        offered.ToString().ShouldNotContain(digits);
        var said = await wallet.IssueAsync(host, offered.GetProperty("offer").GetString()!, digits, 1);
        ((string?)said["credentials"]?[0]?["claims"]?["licence_identifier"]).ShouldBe(identifier, said.ToJsonString());

        (await LooksAsync(licence)).Distinct().ShouldBe(
            [(Purpose.WindowOffer, "officer-commerce-2", "list"), (Purpose.OwnRequest, "person-wang-fang", "")], "the taking and the fetching are the holder's");
    }

    [Fact]
    public async Task of_several_holders_the_one_who_stands_there_takes_it()
    {
        var licence = await host.JointLicence();
        var offered = await OfferedAsync(licence, "?holder=2");
        using var absent = await TakeAsync(offered, "citizen");
        absent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var taken = await TakeAsync(offered, "citizen2");
        var digits = (await taken.EnsureSuccessStatusCode().JsonAsync()).GetProperty("transactionCode").GetString()!;
        var said = await wallet.IssueAsync(host, offered.GetProperty("offer").GetString()!, digits, 1);
        ((string?)said["credentials"]?[0]?["claims"]?["holder_name"]).ShouldBe("李强", said.ToJsonString());
        using var officer = await host.SignedInAs("issuer");
        using var nobody = await officer.WriteAsync($"/api/v1/licences/{licence}/window-offers?holder=3", null);
        nobody.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task before_its_holder_has_taken_it_nobody_gets_anything_by_it()
    {
        var (licence, _) = await host.MintedLicence();
        var offered = await OfferedAsync(licence);
        for (var guess = 0; guess < 6; guess++)
            ((string?)(await wallet.IssueAsync(host, offered.GetProperty("offer").GetString()!, "000000", 1))["error"]).ShouldNotBeNull().ShouldContain("400");
        using var other = await TakeAsync(offered, "citizen2");
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var officer = await TakeAsync(offered, "issuer");
        officer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        // No guess counted: there was nothing to be guessed yet.
        using var taken = await TakeAsync(offered, "citizen");
        var digits = (await taken.EnsureSuccessStatusCode().JsonAsync()).GetProperty("transactionCode").GetString()!;
        (await wallet.IssueAsync(host, offered.GetProperty("offer").GetString()!, digits, 1)).ContainsKey("error").ShouldBeFalse();
        using var again = await TakeAsync(offered, "citizen");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is used");
    }

    [Fact]
    public async Task a_holder_s_own_offer_is_not_a_window_s_and_only_the_issuer_s_officers_make_one()
    {
        var (licence, _) = await host.MintedLicence();
        var link = Uri.UnescapeDataString((await host.OfferOf(licence)).GetProperty("offer").GetString()!);
        using var holder = await host.SignedInAs("citizen");
        using var taken = await holder.WriteAsync($"/api/v1/window-offers/{link.Split('/')[^1]}/taking", null);
        taken.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var elsewhere = host.SignedInWith(TokenForge.Officer("11340100MB1AC0103N", "340100", "issuer"));
        // Nor do they learn how many hold it, or that there is one.
        foreach (var query in (string[])["", "?holder=2"])
        {
            using var refused = await elsewhere.WriteAsync($"/api/v1/licences/{licence}/window-offers{query}", null);
            using var absent = await elsewhere.WriteAsync($"/api/v1/licences/{Guid.NewGuid()}/window-offers{query}", null);
            (refused.StatusCode, absent.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound), query);
        }
    }

    private async Task<JsonElement> OfferedAsync(Guid licence, string query = "")
    {
        using var officer = await host.SignedInAs("issuer");
        JsonElement offered = default;
        await Eventually.HoldsAsync("the licence can be offered", async () =>
        {
            using var answer = await officer.WriteAsync($"/api/v1/licences/{licence}/window-offers{query}", null);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return false;
            offered = await answer.EnsureSuccessStatusCode().JsonAsync();
            return true;
        });
        return offered;
    }

    private async Task<HttpResponseMessage> TakeAsync(JsonElement offered, string person)
    {
        using var client = await host.SignedInAs(person);
        return await client.WriteAsync($"/api/v1/window-offers/{offered.GetProperty("name").GetString()}/taking", null);
    }

    private async Task<IReadOnlyList<(string Purpose, string Actor, string Fields)>> LooksAsync(Guid licence)
    {
        var rows = (string)(await host.RowAsync(
            "select coalesce(string_agg(headers ->> 'purpose' || ' ' || (headers ->> 'actor') || ' ' || "
            + "case when data ->> 'fields' = '[\"list\"]' then 'list' else '' end, ';' order by seq_id), '') from mt_events "
            + "where type like 'access_disclosed%' and data::text like $1 and headers ->> 'purpose' in ('own-request', 'window-offer')",
            $"%licence/{licence}%"))[0]!;
        return [.. rows.Split(';').Select(row => row.Split(' ')).Select(row => (row[0], row[1], row[2]))];
    }
}
