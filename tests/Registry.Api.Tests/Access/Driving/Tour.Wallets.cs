using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Registry.Api.Tests.Credentials;
using Registry.Api.Tests.Presentations;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

internal abstract partial class Tour
{
    private const string WalletIssuer = "/agency/11340100MB1AC012X9";

    /// <summary>A wallet asks for a licence, and its holder consents.</summary>
    private async Task AskAsync(string licence)
    {
        var form = new Dictionary<string, string>
        {
            ["response_type"] = "code", ["client_id"] = AskingWallet.ClientId, ["redirect_uri"] = AskingWallet.Redirect,
            ["scope"] = $"{TypeJourneys.Workshop}-1", ["code_challenge"] = DpopProof.HashOf("verifier"), ["code_challenge_method"] = "S256",
        };
        using var pushed = await StopAsync("PushAuthorizationRequest", cast.Anybody, () =>
            new HttpRequestMessage(HttpMethod.Post, $"{WalletIssuer}/par") { Content = new FormUrlEncodedContent(form) });
        var page = AskingWallet.PageOf(await pushed.JsonAsync(), at: WalletIssuer);
        using var asked = await StopAsync("AskConsent", cast.Applicant, () => new HttpRequestMessage(HttpMethod.Get, page));
        var consent = AskingWallet.ConsentIn(await asked.Content.ReadAsStringAsync());
        using var answer = await StopAsync("TakeConsent", cast.Anybody, () => new HttpRequestMessage(HttpMethod.Post, $"{WalletIssuer}/authorize")
        {
            Content = new FormUrlEncodedContent([new("consent", consent), new("licence", licence)]),
        });
        AskingWallet.QueryOf(answer).ShouldContainKey("code");
    }

    /// <summary>A licence goes into a wallet.</summary>
    private async Task CarryAsync(string licence)
    {
        await AskAsync(licence);
        await StandAtTheWindowAsync(licence);
        var window = await Write("OfferAtWindow", cast.Issuer, $"/api/v1/licences/{licence}/window-offers");
        await Write("TakeWindowOffer", cast.Applicant, $"/api/v1/window-offers/{window.GetProperty("name").GetString()}/taking");
        var offered = await Write("OfferCredential", cast.Applicant, $"/api/v1/licences/{licence}/credential-offers");
        var link = Uri.UnescapeDataString(offered.GetProperty("offer").GetString()!);
        var offer = await Read("GetOffer", cast.Anybody, $"{WalletIssuer}/offers/{link.Split('/')[^1]}");
        var grant = offer.GetProperty("grants").EnumerateObject().Single();
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = grant.Name,
            ["pre-authorized_code"] = grant.Value.GetProperty("pre-authorized_code").GetString()!,
            ["tx_code"] = offered.GetProperty("transactionCode").GetString()!,
        };
        using var redeemed = await StopAsync("MakeToken", cast.Anybody, () =>
            new HttpRequestMessage(HttpMethod.Post, $"{WalletIssuer}/token") { Content = new FormUrlEncodedContent(form) });
        var token = (await redeemed.JsonAsync()).GetProperty("access_token").GetString()!;

        // A nonce for each attempt.
        var nonces = new Queue<string>();
        for (var left = 8; left > 0; left--)
            nonces.Enqueue((await Write("MakeNonce", cast.Anybody, $"{WalletIssuer}/nonce")).GetProperty("c_nonce").GetString()!);
        using var key = Wallet.NewKey();
        using var fetched = await StopAsync("FetchCredential", cast.Anybody, () => FetchOf(offer, token, nonces.Dequeue(), key));
        var carried = await fetched.JsonAsync();
        using var told = await StopAsync(
            "TakeNotification", cast.Anybody, () => NotificationOf(carried.GetProperty("notification_id").GetString()!, token));
        await DeferAsync(offer, token, nonces.Dequeue(), key);
        await ShowAsync(carried.GetProperty("credentials")[0].GetProperty("credential").GetString()!, key);
    }

    /// <summary>An officer offers it on their page.</summary>
    private async Task StandAtTheWindowAsync(string licence)
    {
        var path = $"/window/licences/{licence}";
        using var page = await StopAsync("WindowPage.Ask", cast.Issuer, () => new HttpRequestMessage(HttpMethod.Get, path));
        var key = (await page.Content.ReadAsStringAsync()).Split("name=\"key\" value=\"")[1].Split('"')[0];
        using var offered = await StopAsync("WindowPage.OfferAsync", cast.Issuer, () => new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("key", key), new("once", Guid.NewGuid().ToString("N")), new("holder", "1")]),
        });
        var shown = await offered.Content.ReadAsStringAsync();
        shown.ShouldContain("id=\"window-code\"");
        await TakeOnAPageAsync(Regex.Match(shown, @"<dd>(\d{4} \d{4})</dd>").Groups[1].Value);
    }

    private async Task TakeOnAPageAsync(string digits)
    {
        const string path = "/my/window-offer";
        using var page = await StopAsync("TakingPage.Ask", cast.Applicant, () => new HttpRequestMessage(HttpMethod.Get, path));
        var key = (await page.Content.ReadAsStringAsync()).Split("name=\"key\" value=\"")[1].Split('"')[0];
        using var taken = await StopAsync("TakingPage.TakeAsync", cast.Applicant, () => new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("key", key), new("once", Guid.NewGuid().ToString("N")), new("digits", digits)]),
        });
        (await taken.Content.ReadAsStringAsync()).ShouldContain("id=\"wallet\"");
    }

    /// <summary>And again, while the agency's key is away for a moment.</summary>
    private async Task DeferAsync(JsonElement offer, string token, string nonce, Es256Signer key)
    {
        string transaction;
        using (await cast.WithoutKeyAsync())
        {
            using var request = FetchOf(offer, token, nonce, key);
            using var answer = await cast.Anybody.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            transaction = (await answer.JsonAsync()).GetProperty("transaction_id").GetString()!;
        }
        using var deferred = await StopAsync("FetchDeferred", cast.Anybody, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{WalletIssuer}/deferred-credential")
            {
                Content = JsonContent.Create(new JsonObject { ["transaction_id"] = transaction }),
            };
            request.Headers.Authorization = new("Bearer", token);
            return request;
        });
        (await deferred.JsonAsync()).GetProperty("credentials").GetArrayLength().ShouldBe(1);
    }

    /// <summary>And is shown from there.</summary>
    private async Task ShowAsync(string credential, Es256Signer key)
    {
        var (answered, handle) = (new Queue<(string Handle, string Shown)>(), "");
        for (var left = 4; left > 0; left--)
        {
            var asked = await Write("AskForPresentation", cast.Verifier, "/api/v1/presentations", new
            {
                licenceType = TypeJourneys.Workshop, claims = (string[])["holder_name", "holder_code", "KZ_tradeName"], encrypted = false,
            });
            handle = asked.GetProperty("handle").GetString()!;
            using var request = await StopAsync(
                "GetRequestObject", cast.Anybody, () => new HttpRequestMessage(HttpMethod.Get, $"/presentations/{handle}/request"));
            using var posted = await StopAsync("PostForRequestObject", cast.Anybody, () => new HttpRequestMessage(
                HttpMethod.Post, $"/presentations/{handle}/request") { Content = new FormUrlEncodedContent([new("wallet_nonce", "n-1")]) });
            answered.Enqueue((handle, PresentingWallet.Show(credential, key, await request.Content.ReadAsStringAsync())));
        }
        using var taken = await StopAsync("ReceivePresentation", cast.Anybody, () =>
        {
            (handle, var shown) = answered.Dequeue();
            return new HttpRequestMessage(HttpMethod.Post, $"/presentations/{handle}/response") { Content = PresentingWallet.Form(shown) };
        });
        var seen = await Read("GetPresentation", cast.Verifier, $"/api/v1/presentations/{handle}");
        seen.GetProperty("claims").GetProperty("holder_name").GetString().ShouldBe(Marks.Name);
    }

    private static HttpRequestMessage NotificationOf(string id, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{WalletIssuer}/notification")
        {
            Content = JsonContent.Create(new JsonObject { ["notification_id"] = id, ["event"] = "credential_accepted" }),
        };
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    private static HttpRequestMessage FetchOf(JsonElement offer, string token, string nonce, Es256Signer key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{WalletIssuer}/credential")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["credential_configuration_id"] = offer.GetProperty("credential_configuration_ids")[0].GetString(),
                ["proofs"] = new JsonObject
                {
                    ["jwt"] = new JsonArray(WalletProof.Of(key, offer.GetProperty("credential_issuer").GetString()!, nonce)),
                },
            }),
        };
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }
}
