using System.Net;
using System.Text;
using System.Text.Json;
using Registry.Api.Tests.Credentials;
using Registry.Api.Tests.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Presentations;

/// <summary>An issuer's key was compromised from some entry of the log on: what it signed before is good, what it signed after is not.</summary>
public sealed class Presenting_what_a_compromised_key_signed(IssuingHost host) : IClassFixture<IssuingHost>
{
    [Fact]
    public async Task the_log_tells_what_is_from_before()
    {
        using var key = Wallet.NewKey();
        var (licence, _) = await host.MintedLicence();
        var (beforeId, before) = await host.CredentialOf(licence, key);
        await PublishedAsync(beforeId);
        var log = host.Registry.Logs.Of("340100");
        var from = await host.Registry.LogReader.SizeAsync(log.Id, TestContext.Current.CancellationToken);
        var (afterId, after) = await host.CredentialOf(licence, key);
        await PublishedAsync(afterId);
        await host.Registry.Custody.RotateAsync("340100", KeyOwner.OfCredentials(Uscc.Parse(IssuingHost.Commerce)), Es256.Name);
        (await host.Registry.Custody.ReportCompromiseAsync(
            log, SdJwt.Parse(before).Parts!.Issued.KeyId!, from, from + 100, CompromiseReason.KeyExposed, CompromiseReporter.Owner)).ShouldBeNull();
        await Eventually.HoldsAsync("the list is signed with the new key", async () => await ListKeyAsync() != SdJwt.Parse(before).Parts!.Issued.KeyId);

        var good = await SeenAsync(before, key);
        (good.GetProperty("verdict").GetString(), IssuerIn(good)).ShouldBe(("good", "made-before-compromise"), good.ToString());
        good.GetProperty("claims").GetProperty("holder_name").GetString().ShouldBe("王芳");
        // The holder may keep the licence's receipt to themselves: the credential's own place in the log is looked up.
        IssuerIn(await SeenAsync(before, key, withholding: true)).ShouldBe("made-before-compromise");

        var bad = await SeenAsync(after, key);
        (bad.GetProperty("verdict").GetString(), IssuerIn(bad)).ShouldBe(("bad", "key-compromised"), bad.ToString());
        bad.TryGetProperty("claims", out _).ShouldBeFalse();

        // As files the same.
        (await VerifiedAsync(before)).GetProperty("verdict").GetString().ShouldBe("valid");
        var file = await VerifiedAsync(after);
        (file.GetProperty("verdict").GetString(), IssuerIn(file)).ShouldBe(("unknownIssuer", "key-compromised"), file.ToString());
    }

    private async Task PublishedAsync(Guid credential)
    {
        using var holder = await host.SignedInAs("citizen");
        await Eventually.HoldsAsync("the credential is published", async () =>
        {
            using var answer = await holder.GetAsync(new Uri($"/api/v1/credentials/{credential}/evidence", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        });
    }

    private async Task<string?> ListKeyAsync()
    {
        using var anybody = host.Anonymous();
        return Jws.Parse(await anybody.GetStringAsync(new Uri($"/status/{IssuingHost.Commerce}/1", UriKind.Relative)))!.KeyId;
    }

    private async Task<JsonElement> SeenAsync(string credential, Es256Signer key, bool withholding = false)
    {
        using var officer = await host.SignedInAs("verifier");
        using var told = await officer.WriteAsync(
            "/api/v1/presentations", new { licenceType = $"{IssuingHost.Commerce}001", claims = new[] { "holder_name" }, encrypted = false });
        var handle = (await told.EnsureSuccessStatusCode().JsonAsync()).GetProperty("handle").GetString()!;
        using var wallet = host.Anonymous();
        var request = await wallet.GetStringAsync(new Uri($"/presentations/{handle}/request", UriKind.Relative));
        var shown = withholding
            ? PresentingWallet.Bind(PresentingWallet.Select(credential, new HashSet<string> { "holder_name" }), key, Jws.Parse(request)!.Payload)
            : PresentingWallet.Show(credential, key, request);
        using var content = PresentingWallet.Form(shown);
        using var taken = await wallet.PostAsync(new Uri($"/presentations/{handle}/response", UriKind.Relative), content);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var seen = await officer.GetAsync(new Uri($"/api/v1/presentations/{handle}", UriKind.Relative));
        return await seen.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<JsonElement> VerifiedAsync(string credential)
    {
        using var anybody = host.Anonymous();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(credential));
        using var answer = await anybody.PostAsync(new Uri("/api/v1/verify/file", UriKind.Relative), content);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private static string? IssuerIn(JsonElement seen) => seen.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("check").GetString() == "issuer").GetProperty("code").GetString();
}
