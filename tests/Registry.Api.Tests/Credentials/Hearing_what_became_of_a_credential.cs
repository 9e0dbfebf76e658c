using System.Net;
using System.Net.Http.Json;
using Registry.Api.Tests.Issuers;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

public sealed class Hearing_what_became_of_a_credential(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string At = $"/agency/{IssuingHost.Commerce}";

    [Fact]
    public async Task it_is_a_fact_of_each_credential_once_however_often_it_is_said()
    {
        var (licence, token, id) = await FetchedAsync(2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TellAsync(token, id, "credential_accepted")));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.NoContent);
        (await ReportsAsync(licence)).ShouldBe(["Accepted", "Accepted"]);
        (await TellAsync(token, id, "credential_deleted")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ReportsAsync(licence)).ShouldBe(["Accepted", "Accepted", "Deleted", "Deleted"]);
        var who = await host.RowAsync(
            "select e.headers ->> 'purpose' from mt_events e join mt_doc_credentialcard c on c.id = e.stream_id "
            + "where e.type like 'credential_reported%' and c.data ->> 'licence' = $1 limit 1", licence.ToString());
        ((string)who[0]!).ShouldBe("own-request");
    }

    [Fact]
    public async Task a_wallet_speaks_of_its_own_and_in_the_words_there_are()
    {
        var (licence, token, id) = await FetchedAsync(1);
        var (_, others, _) = await FetchedAsync(1);
        (await TellAsync(others, id, "credential_accepted")).ShouldBe((HttpStatusCode.BadRequest, "invalid_notification_id"));
        (await TellAsync(token, "made-up", "credential_accepted")).ShouldBe((HttpStatusCode.BadRequest, "invalid_notification_id"));
        (await TellAsync(token, id, "credential_lent")).ShouldBe((HttpStatusCode.BadRequest, "invalid_notification_request"));
        (await TellAsync(token, null, "credential_accepted")).ShouldBe((HttpStatusCode.BadRequest, "invalid_notification_request"));
        (await TellAsync("made-up", id, "credential_accepted")).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
        (await TellAsync(token, id, "credential_accepted", "/agency/11340100MB1AC0103N")).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
        (await ReportsAsync(licence)).ShouldBeEmpty();
    }

    private async Task<(Guid Licence, string Token, string Id)> FetchedAsync(int count)
    {
        var (licence, _) = await host.MintedLicence();
        var offered = await host.OfferOf(licence);
        var link = Uri.UnescapeDataString(offered.GetProperty("offer").GetString()!);
        var offer = await host.Json(link[(link.IndexOf(IssuingHost.PublicUrl, StringComparison.Ordinal) + IssuingHost.PublicUrl.Length)..]);
        var grant = offer.GetProperty("grants").EnumerateObject().Single();
        using var wallet = host.Anonymous();
        using var redeemed = await wallet.PostAsync(new Uri($"{At}/token", UriKind.Relative), new FormUrlEncodedContent(
        [
            new("grant_type", grant.Name), new("pre-authorized_code", grant.Value.GetProperty("pre-authorized_code").GetString()),
            new("tx_code", offered.GetProperty("transactionCode").GetString()),
        ]));
        var token = (await redeemed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("access_token").GetString()!;
        using var given = await wallet.PostAsync(new Uri($"{At}/nonce", UriKind.Relative), null);
        var nonce = (await given.JsonAsync()).GetProperty("c_nonce").GetString()!;
        var keys = Enumerable.Range(0, count).Select(_ => Wallet.NewKey()).ToList();
        using var fetched = await PostAsync(token, $"{At}/credential", new
        {
            credential_configuration_id = offer.GetProperty("credential_configuration_ids")[0].GetString(),
            proofs = new { jwt = keys.Select(key => WalletProof.Of(key, IssuingHost.Issuer, nonce)) },
        });
        keys.ForEach(key => key.Dispose());
        return (licence, token, (await fetched.EnsureSuccessStatusCode().JsonAsync()).GetProperty("notification_id").GetString()!);
    }

    private async Task<(HttpStatusCode Status, string? Error)> TellAsync(string token, string? id, string what, string at = At)
    {
        using var answer = await PostAsync(
            token, $"{at}/notification", new { notification_id = id, @event = what, event_description = "words of the wallet" });
        return (answer.StatusCode, answer.StatusCode == HttpStatusCode.NoContent ? null : (await answer.JsonAsync()).GetProperty("error").GetString());
    }

    private async Task<HttpResponseMessage> PostAsync(string token, string path, object body)
    {
        using var wallet = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return await wallet.SendAsync(request);
    }

    private async Task<IReadOnlyList<string>> ReportsAsync(Guid licence) =>
        ((string)(await host.RowAsync(
            "select coalesce(string_agg(e.data ->> 'what', ' ' order by e.seq_id), '') from mt_events e join mt_doc_credentialcard c on c.id = e.stream_id "
            + "where e.type like 'credential_reported%' and c.data ->> 'licence' = $1", licence.ToString()))[0]!)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
