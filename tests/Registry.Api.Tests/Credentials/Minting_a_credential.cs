using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.LicenceTypes;
using Registry.Domain.Credentials;
using Registry.Domain.Keys;
using Registry.Domain.Issuers;
using Registry.Domain.Identifiers;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

public sealed class Minting_a_credential(IssuingHost host) : IClassFixture<IssuingHost>
{
    [Fact]
    public async Task a_holder_carries_their_licence_and_others_verify_it_without_us()
    {
        var (licence, identifier) = await host.LicenceForAYear();
        var (_, text) = await host.CredentialOf(licence);
        var claims = await host.Claims(text);
        ((string?)claims["licence_identifier"], (string?)claims["licence_id"]).ShouldBe((identifier, licence.ToString()));
        ((string?)claims["holder_name"], (string?)claims["KZ_tradeName"]).ShouldBe(("王芳", "𠮷祥面馆"));
        var end = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!);
        end.ShouldBeInRange(Wallet.Now.AddDays(364), Wallet.Now.AddDays(367));

        var issued = SdJwt.Parse(text).Parts!.Issued;
        (issued.Type, (string?)claims["iss"]).ShouldBe(("dc+sd-jwt", IssuingHost.Issuer));
        using var anybody = host.Anonymous();
        var type = await anybody.GetByteArrayAsync(
            new Uri(((string)claims["vct"]!)[IssuingHost.PublicUrl.Length..], UriKind.Relative), TestContext.Current.CancellationToken);
        ((string?)claims["vct#integrity"]).ShouldBe($"sha256-{Convert.ToBase64String(SHA256.HashData(type))}");
        (await host.StatusOf(text)).ShouldBe(StatusList.Valid);
    }

    [Fact]
    public async Task each_of_several_holders_carries_their_own_and_reads_no_other_s()
    {
        var licence = await host.JointLicence();
        foreach (var (person, name) in ((string, string)[])[("citizen", "王芳"), ("citizen2", "李强")])
        {
            var (id, text) = await host.CredentialOf(licence, person: person);
            var claims = await host.Claims(text);
            ((string?)claims["holder_name"], (string?)claims["licence_id"]).ShouldBe((name, licence.ToString()));
            using var other = await host.SignedInAs(person == "citizen" ? "citizen2" : "citizen");
            using var refused = await other.GetAsync(new Uri($"/api/v1/credentials/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        using var stranger = await host.SignedInAs("company");
        using var none = await stranger.WriteAsync($"/api/v1/licences/{licence}/credentials", new { });
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task all_that_tells_of_the_holder_is_theirs_to_keep()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        var bare = await host.Claims(text[..(text.IndexOf('~', StringComparison.Ordinal) + 1)]);
        bare.Select(claim => claim.Key).ShouldBe(
            ["iss", "vct", "vct#integrity", "iat", "exp", "status", "licence_id", "licence_identifier", "issued_on", "valid_from"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task a_field_that_the_type_lets_nobody_withhold_stands_open_and_any_other_does_not()
    {
        var kind = new TypedItem(host, 401);
        var definition = TypeJourneys.Definition();
        var address = TypeJourneys.Field("address");
        address["disclosable"] = true;
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), address };
        await kind.PublishAsync(definition);
        var (_, text) = await host.CredentialOf(await kind.LicenceAsync());

        var bare = await host.Claims(text[..(text.IndexOf('~', StringComparison.Ordinal) + 1)]);
        ((string?)bare["KZ_tradeName"], bare.ContainsKey("KZ_address")).ShouldBe(("𠮷祥面馆", false));
        var whole = await host.Claims(text);
        whole.Select(claim => claim.Key).ShouldContain("KZ_address");

        var type = await host.Json(((string)whole["vct"]!)[IssuingHost.PublicUrl.Length..]);
        type.GetProperty("claims").EnumerateArray().Where(claim => claim.GetProperty("path")[0].GetString()!.StartsWith("KZ_", StringComparison.Ordinal))
            .Select(claim => (claim.GetProperty("path")[0].GetString(), claim.GetProperty("sd").GetString()))
            .ShouldBe([("KZ_tradeName", "never"), ("KZ_address", "always")]);
    }

    [Fact]
    public async Task the_receipt_shows_offline_that_the_licence_was_logged()
    {
        var (licence, _) = await host.MintedLicence();
        var claims = await host.Claims((await host.CredentialOf(licence)).Text);
        TlogProof.TryParse((string)claims["log_receipt"]!, out var receipt, out _).ShouldBeTrue();
        receipt!.Verify(receipt.Extra, host.Registry.Logs.Of("340100").Key).Ok.ShouldBeTrue();
        LogEntry.TryRead(receipt.Extra, out var entry, out _).ShouldBeTrue();
        entry!.Stream.ShouldBe(licence);
    }

    [Fact]
    public async Task a_wallet_s_key_proves_that_it_is_the_holder_who_shows_it()
    {
        var (licence, _) = await host.MintedLicence();
        using var key = Wallet.NewKey();
        var (id, text) = await host.CredentialOf(licence, key);
        var demands = new KeyBindingDemands("https://verifier.example", "n-1", TimeSpan.FromMinutes(5));
        await host.Claims(KeyBinding.Add(text, demands, Wallet.Now, key), demands);
        var thumbprint = Jwk.Thumbprint(Jwk.PublicPart(Jwk.Export(key.PublicKeySpki))!);
        (await host.RowAsync("select data ->> 'holderKey' from mt_doc_credentialcard where id = $1", id))[0].ShouldBe(thumbprint);
    }

    [Fact]
    public async Task it_is_the_holder_s_alone()
    {
        var (licence, _) = await host.MintedLicence();
        var (id, _) = await host.CredentialOf(licence);
        using var other = await host.SignedInAs("citizen2");
        using var mint = await other.WriteAsync($"/api/v1/licences/{licence}/credentials", new { });
        mint.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var read = await other.GetAsync(new Uri($"/api/v1/credentials/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task what_is_kept_names_place_key_and_digest_and_nothing_of_the_holder()
    {
        var (licence, _) = await host.MintedLicence();
        var (id, text) = await host.CredentialOf(licence);
        var kept = (string)(await host.RowAsync("select data::text from mt_events where stream_id = $1", id))[0]!;
        kept.ShouldContain(LicenceCredential.DigestOf(text));
        kept.ShouldContain(SdJwt.Parse(text).Parts!.Issued.KeyId!);
        kept.ShouldNotContain("王芳");
        kept.ShouldNotContain(text[..60]);
    }

    [Fact]
    public async Task asked_twice_with_one_key_it_is_made_once_and_is_the_same_at_each_reading()
    {
        var (licence, _) = await host.MintedLicence();
        var (id, text) = await host.CredentialOf(licence);
        (await host.TextOf(id)).ShouldBe(text);
        using var holder = await host.SignedInAs("citizen");
        var key = Guid.NewGuid().ToString();
        using var first = await holder.WriteAsync($"/api/v1/licences/{licence}/credentials", new { }, key: key);
        using var second = await holder.WriteAsync($"/api/v1/licences/{licence}/credentials", new { }, key: key);
        (await second.JsonAsync()).GetProperty("id").GetGuid().ShouldBe((await first.JsonAsync()).GetProperty("id").GetGuid());
        ((long)(await host.RowAsync("select count(*) from mt_doc_credentialcard where data ->> 'licence' = $1", licence.ToString()))[0]!).ShouldBe(2);
    }

    [Fact]
    public async Task no_two_have_the_same_place()
    {
        var (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
        var texts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.CredentialOf(licence)));
        texts.Select(one => Wallet.PlaceOf(one.Text)).Distinct().Count().ShouldBe(12);
        await Should.ThrowAsync<Npgsql.PostgresException>(() => host.ExecuteAsync(
            "insert into mt_doc_credentialcard (tenant_id, id, data, mt_dotnet_type) "
            + "select tenant_id, gen_random_uuid(), data, mt_dotnet_type from mt_doc_credentialcard limit 1"));
    }

    [Fact]
    public async Task a_suspended_licence_is_not_carried()
    {
        var (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
        await host.StepAsync(licence, "suspension", 1);
        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.WriteAsync($"/api/v1/licences/{licence}/credentials", new { });
        (answer.StatusCode, await answer.ProblemAsync()).ShouldBe((HttpStatusCode.Conflict, "credential-licence-not-valid"));
    }

    [Fact]
    public async Task a_key_that_is_private_or_none_is_refused()
    {
        var (licence, _) = await host.MintedLicence();
        using var key = Wallet.NewKey();
        var leaked = Jwk.Export(key.PublicKeySpki);
        leaked["d"] = "AAAA";
        using var holder = await host.SignedInAs("citizen");
        foreach (var jwk in (JsonObject[])[leaked, [], new() { ["kty"] = "EC" }])
        {
            using var answer = await holder.WriteAsync($"/api/v1/licences/{licence}/credentials", new { holderKey = jwk });
            (answer.StatusCode, await answer.ProblemAsync()).ShouldBe((HttpStatusCode.BadRequest, "holder-key-malformed"));
        }
    }

    [Fact]
    public async Task a_key_is_rotated_and_retired_while_credentials_are_made()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, before) = await host.CredentialOf(licence);
        var old = SdJwt.Parse(before).Parts!.Issued.KeyId!;
        var making = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.CredentialOf(licence)));
        await host.Registry.Custody.RotateAsync("340100", KeyOwner.OfCredentials(Uscc.Parse(IssuingHost.Commerce)), Es256.Name);
        (await host.Registry.Custody.RetireAsync("340100", old, RetirementReason.Scheduled, host.Registry.Clock)).ShouldBeNull();
        foreach (var (_, text) in await making)
            await host.Claims(text);

        var (_, after) = await host.CredentialOf(licence);
        SdJwt.Parse(after).Parts!.Issued.KeyId.ShouldNotBe(old);
        await host.Claims(before);
        (await host.StatusOf(before)).ShouldBe(StatusList.Valid);
    }
}
