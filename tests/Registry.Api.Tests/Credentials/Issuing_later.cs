using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>Deferred issuance (OpenID4VCI 1.0 section 9): the agency's key is away, or nobody signs its list, when a wallet comes.</summary>
public sealed class Issuing_later(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string Endpoint = "deferred-credential";

    [Fact]
    public async Task while_the_agency_s_key_is_away_a_wallet_waits_and_has_its_credentials_when_it_is_back()
    {
        (await host.Json($"/.well-known/openid-credential-issuer/city/agency/{IssuingHost.Commerce}"))
            .GetProperty("deferred_credential_endpoint").GetString().ShouldBe($"{IssuingHost.Issuer}/{Endpoint}");
        using var wallet = new AskingWallet(host);
        var (licence, access) = await GrantedAsync(wallet);
        var before = await LooksAsync(licence);
        Es256Signer[] keys = [Wallet.NewKey(), Wallet.NewKey()];
        string transaction;
        using (await AwayKey.OfAsync(host.DataDirectory, IssuingHost.Commerce))
        {
            transaction = await PutOffAsync(wallet, access, keys);
            using var still = await AskAsync(wallet, access, transaction);
            still.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await still.JsonAsync()).GetProperty("transaction_id").GetString().ShouldBe(transaction);
            (await LooksAsync(licence)).ShouldBe(before, "nothing was opened");
        }
        using var answer = await AskAsync(wallet, access, transaction);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var texts = (await answer.JsonAsync()).GetProperty("credentials").EnumerateArray().Select(one => one.GetProperty("credential").GetString()!);
        foreach (var (key, text) in keys.Zip(texts))
        {
            var demands = new KeyBindingDemands("https://verifier.example", "n-1", TimeSpan.FromMinutes(5));
            await host.Claims(KeyBinding.Add(text, demands, Wallet.Now, key), demands);
            (await host.StatusOf(text)).ShouldBe(StatusList.Valid);
        }
        (await LooksAsync(licence)).ShouldBe(before + 1, "one access, when it was opened");
        using var again = await AskAsync(wallet, access, transaction);
        (again.StatusCode, await AskingWallet.ErrorIn(again)).ShouldBe((HttpStatusCode.BadRequest, "invalid_transaction_id"));
    }

    [Fact]
    public async Task so_it_does_while_nobody_signs_the_list_that_its_credential_would_be_on()
    {
        using var wallet = new AskingWallet(host);
        var (_, access) = await GrantedAsync(wallet);
        using var key = Wallet.NewKey();
        await NewestListAsync("now() + interval '1 hour'");
        var transaction = await PutOffAsync(wallet, access, key);
        await NewestListAsync("now() + interval '23 hours'");
        using var answer = await AskAsync(wallet, access, transaction);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task eight_that_ask_at_once_with_one_transaction_have_it_once()
    {
        using var wallet = new AskingWallet(host);
        var (licence, access) = await GrantedAsync(wallet);
        var before = await CredentialsAsync(licence);
        var transaction = await WaitingAsync(wallet, access);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(wallet, access, transaction)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            (answer.StatusCode, await AskingWallet.ErrorIn(answer)).ShouldBe((HttpStatusCode.BadRequest, "invalid_transaction_id"));
        (await CredentialsAsync(licence)).ShouldBe(before + 1);
    }

    [Fact]
    public async Task nobody_else_has_it_whatever_they_know_of_it()
    {
        using var wallet = new AskingWallet(host);
        using var other = new AskingWallet(host);
        var (_, access) = await GrantedAsync(wallet);
        var (_, others) = await GrantedAsync(other);
        var transaction = await WaitingAsync(wallet, access);

        async Task Refused(HttpStatusCode status, string error, Task<HttpResponseMessage> asked)
        {
            using var answer = await asked;
            (answer.StatusCode, await AskingWallet.ErrorIn(answer)).ShouldBe((status, error));
        }
        await Refused(HttpStatusCode.BadRequest, "invalid_transaction_id", AskAsync(other, others, transaction));
        await Refused(HttpStatusCode.BadRequest, "invalid_transaction_id", AskAsync(wallet, access, "made-up"));
        await Refused(HttpStatusCode.BadRequest, "invalid_transaction_id", AskAsync(wallet, access, null));
        await Refused(HttpStatusCode.Unauthorized, "invalid_token", AskAsync(other, access, transaction));
        await Refused(HttpStatusCode.Unauthorized, "invalid_token", AskAsync(wallet, "made-up", transaction));
        var body = JsonContent.Create(new { transaction_id = transaction });
        await Refused(HttpStatusCode.Unauthorized, "invalid_token", wallet.PostAsync(Endpoint, body, [], $"Bearer {access}"));
        await Refused(HttpStatusCode.Unauthorized, "invalid_token", wallet.PostAsync(
            Endpoint, JsonContent.Create(new { transaction_id = transaction }), [wallet.Proof(Endpoint, access)], $"DPoP {access}", "/agency/11340100MB1AC0103N"));
        var encrypted = JsonContent.Create(new { transaction_id = transaction, credential_response_encryption = new { enc = "A256GCM" } });
        await Refused(
            HttpStatusCode.BadRequest, "invalid_encryption_parameters",
            wallet.PostAsync(Endpoint, encrypted, [wallet.Proof(Endpoint, access)], $"DPoP {access}"));
        await Refused(
            HttpStatusCode.BadRequest, "invalid_credential_request",
            wallet.PostAsync(Endpoint, new StringContent("no json"), [wallet.Proof(Endpoint, access)], $"DPoP {access}"));
        using var right = await AskAsync(wallet, access, transaction);
        right.StatusCode.ShouldBe(HttpStatusCode.OK, "none of them used it up");
    }

    [Fact]
    public async Task a_token_is_good_for_what_its_wallet_waits_for_after_its_minutes_and_for_nothing_else()
    {
        using var wallet = new AskingWallet(host);
        var (licence, access) = await GrantedAsync(wallet);
        var (first, second) = (await WaitingAsync(wallet, access), await WaitingAsync(wallet, access));
        await host.ExecuteAsync(
            $"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{licence}%' and expires_at < now() + interval '1 hour'");
        using (var late = await wallet.FetchAsync(access, proofs: wallet.Proof("credential", access)))
            late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using (var answer = await AskAsync(wallet, access, first))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{licence}%'");
        using var expired = await AskAsync(wallet, access, second);
        (expired.StatusCode, await AskingWallet.ErrorIn(expired)).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
    }

    [Fact]
    public async Task what_a_wallet_waits_for_expires()
    {
        using var wallet = new AskingWallet(host);
        var (_, access) = await GrantedAsync(wallet);
        var transaction = await WaitingAsync(wallet, access);
        await host.ExecuteAsync("update wallet_secret set expires_at = now() - interval '1 second' where detail like '[{%'");
        using var expired = await AskAsync(wallet, access, transaction);
        (expired.StatusCode, await AskingWallet.ErrorIn(expired)).ShouldBe((HttpStatusCode.BadRequest, "invalid_transaction_id"));
    }

    [Fact]
    public async Task a_licence_that_is_not_valid_when_it_could_be_made_is_denied_for_good()
    {
        using var wallet = new AskingWallet(host);
        var (licence, access) = await GrantedAsync(wallet);
        var transaction = await WaitingAsync(wallet, access);
        await host.StepAsync(licence, "suspension", 1);
        using (var denied = await AskAsync(wallet, access, transaction))
            (denied.StatusCode, await AskingWallet.ErrorIn(denied)).ShouldBe((HttpStatusCode.BadRequest, "credential_request_denied"));
        await host.StepAsync(licence, "restoration", 2);
        using var after = await AskAsync(wallet, access, transaction);
        (after.StatusCode, await AskingWallet.ErrorIn(after)).ShouldBe((HttpStatusCode.BadRequest, "invalid_transaction_id"));
    }

    [Fact]
    public async Task a_code_that_comes_again_ends_the_waiting_too()
    {
        using var wallet = new AskingWallet(host);
        var (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
        var code = await wallet.CodeAsync(licence);
        var access = (await wallet.TokenAsync(code)).GetProperty("access_token").GetString()!;
        var transaction = await WaitingAsync(wallet, access);
        using (var replayed = await wallet.RedeemAsync(code))
            replayed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var answer = await AskAsync(wallet, access, transaction);
        (answer.StatusCode, await AskingWallet.ErrorIn(answer)).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
    }

    // Granted by the code flow, so the token is bound to the wallet's key.
    private async Task<(Guid Licence, string Access)> GrantedAsync(AskingWallet wallet)
    {
        var (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
        return (licence, (await wallet.TokenAsync(await wallet.CodeAsync(licence))).GetProperty("access_token").GetString()!);
    }

    private async Task<string> WaitingAsync(AskingWallet wallet, string access)
    {
        using var away = await AwayKey.OfAsync(host.DataDirectory, IssuingHost.Commerce);
        using var key = Wallet.NewKey();
        return await PutOffAsync(wallet, access, key);
    }

    private static async Task<string> PutOffAsync(AskingWallet wallet, string access, params Es256Signer[] keys)
    {
        using var asked = await wallet.PostAsync("nonce", new StringContent(""), []);
        var nonce = (await asked.JsonAsync()).GetProperty("c_nonce").GetString()!;
        var body = new JsonObject
        {
            ["credential_configuration_id"] = AskingWallet.Configuration,
            ["proofs"] = new JsonObject { ["jwt"] = new JsonArray([.. keys.Select(key => WalletProof.Of(key, IssuingHost.Issuer, nonce))]) },
        };
        using var answer = await wallet.PostAsync("credential", JsonContent.Create(body), [wallet.Proof("credential", access)], $"DPoP {access}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var put = await answer.JsonAsync();
        put.GetProperty("interval").GetInt32().ShouldBe(5);
        return put.GetProperty("transaction_id").GetString()!;
    }

    private static Task<HttpResponseMessage> AskAsync(AskingWallet wallet, string access, string? transaction) => wallet.PostAsync(
        Endpoint, JsonContent.Create(new { transaction_id = transaction }), [wallet.Proof(Endpoint, access)], $"DPoP {access}");

    // As the newest of the agency's lists would be if it had been signed to hold until then.
    private Task NewestListAsync(string until) => host.ExecuteAsync(
        $"insert into status_token select tenant, issuer, number, issued_at + interval '1 millisecond', {until}, kid, token "
        + $"from status_token where issuer = '{IssuingHost.Commerce}' order by issued_at desc limit 1");

    private async Task<long> LooksAsync(Guid licence) =>
        (long)(await host.RowAsync("select count(*) from mt_events where type like 'access%' and data::text like $1", $"%{licence}%"))[0]!;

    private async Task<long> CredentialsAsync(Guid licence) =>
        (long)(await host.RowAsync("select count(*) from mt_doc_credentialcard where data ->> 'licence' = $1", licence.ToString()))[0]!;
}
