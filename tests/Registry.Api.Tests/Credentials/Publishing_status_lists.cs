using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Domain.Credentials;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

public sealed class Publishing_status_lists(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string Path = $"/status/{IssuingHost.Commerce}/1";

    [Fact]
    public async Task as_many_parallel_revocations_are_as_many_bits()
    {
        const int Many = 8;
        var licences = new List<(Guid Id, string Text)>();
        for (var made = 0; made < Many + 1; made++)
        {
            var (id, _) = await host.MintedLicence();
            licences.Add((id, (await host.CredentialOf(id)).Text));
        }
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(licences.Skip(1).Select(licence => host.StepAsync(licence.Id, "revocation", 1)));
        await Eventually.HoldsAsync("each is revoked", async () =>
        {
            foreach (var (_, text) in licences.Skip(1))
                if (await host.StatusOf(text) != StatusList.Invalid)
                    return false;
            return true;
        });
        (await host.StatusOf(licences[0].Text)).ShouldBe(StatusList.Valid, "the one that nobody revoked");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task a_revocation_is_visible_within_five_seconds()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        await host.StepAsync(licence, "revocation", 1);
        var clock = Stopwatch.StartNew();
        await Eventually.HoldsAsync("it is revoked", async () => await host.StatusOf(text) == StatusList.Invalid);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task a_suspension_is_told_and_lifted_and_each_time_remains_to_be_asked_for()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        await host.StepAsync(licence, "suspension", 1);
        await Eventually.HoldsAsync("it is suspended", async () => await host.StatusOf(text) == StatusList.Suspended);
        var suspended = await NewestAsync();
        await host.StepAsync(licence, "restoration", 2);
        await Eventually.HoldsAsync("it is valid again", async () => await host.StatusOf(text) == StatusList.Valid);
        (await host.StatusOf(text, $"?time={suspended}", DateTimeOffset.FromUnixTimeSeconds(suspended))).ShouldBe(StatusList.Suspended);
    }

    [Fact]
    public async Task a_new_version_of_a_licence_ends_the_credentials_of_the_old_one()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        await host.StepAsync(licence, "change", 1, new { fields = new { address = "示范路9号" } });
        await Eventually.HoldsAsync("it is superseded", async () => await host.StatusOf(text) == StatusList.Invalid);
        var (_, next) = await host.CredentialOf(licence);
        (await host.StatusOf(next)).ShouldBe(StatusList.Valid);
        ((string?)(await host.Claims(next))["KZ_address"]).ShouldBe("示范路9号");
    }

    [Fact]
    public async Task anybody_may_keep_a_list_as_long_as_it_says_and_compressed()
    {
        using var anybody = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/statuslist+jwt");
        answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(5));
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var again = new HttpRequestMessage(HttpMethod.Get, Path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await anybody.SendAsync(again, TestContext.Current.CancellationToken);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task all_lists_of_an_issuer_are_named_where_each_list_says()
    {
        var names = (await host.Json($"/status/{IssuingHost.Commerce}")).GetProperty("status_lists").EnumerateArray().Select(one => one.GetString());
        names.ShouldBe([$"{IssuingHost.PublicUrl}/status/{IssuingHost.Commerce}/1"]);
        using var anybody = host.Anonymous();
        var payload = Jws.Parse(await anybody.GetStringAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken))!.Payload;
        ((string?)payload["status_list"]!["aggregation_uri"]).ShouldBe($"{IssuingHost.PublicUrl}/status/{IssuingHost.Commerce}");
        ((int)payload["status_list"]!["bits"]!, (int)payload["ttl"]!).ShouldBe((2, 300));
        ((long)payload["exp"]! - (long)payload["iat"]!).ShouldBe(24 * 3600 + 30);
    }

    [Theory]
    [InlineData("?time=0", HttpStatusCode.NotFound)]
    [InlineData("?time=99999999999", HttpStatusCode.NotFound)]
    [InlineData("?time=-1", HttpStatusCode.BadRequest)]
    public async Task a_time_of_which_none_is_kept_is_not_found(string query, HttpStatusCode status)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri(Path + query, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task a_list_that_nobody_signs_any_more_never_says_valid()
    {
        const string Silent = "11340100MB1AC01464";
        await host.ExecuteAsync(
            $"insert into status_token select tenant, '{Silent}', 1, now() - interval '25 hours', now() - interval '1 hour', kid, token "
            + $"from status_token where issuer = '{IssuingHost.Commerce}' limit 1");
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri($"/status/{Silent}/1", UriKind.Relative), TestContext.Current.CancellationToken);
        (answer.StatusCode, await answer.ProblemAsync()).ShouldBe((HttpStatusCode.ServiceUnavailable, "cannot-answer-now"));

        // Nor for who kept it.
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        var kept = await anybody.GetStringAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var key = Es256Of(kept);
        StatusListToken.Verify(kept, new Uri(Wallet.PlaceOf(text).Uri), _ => key, Wallet.Now.AddHours(25), TimeSpan.FromMinutes(5))
            .ShouldBe((null, StatusFault.Time));
    }

    private static Domain.Signatures.IVerificationKey Es256Of(string token)
    {
        using var leaf = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(
            Convert.FromBase64String((string)Jws.Parse(token)!.Header["x5c"]![0]!));
        return Domain.Signatures.Es256.Scheme.ImportPublicKey(leaf.PublicKey.ExportSubjectPublicKeyInfo())!;
    }

    private async Task<long> NewestAsync() => (long)(await host.RowAsync(
        $"select extract(epoch from max(issued_at))::bigint from status_token where issuer = '{IssuingHost.Commerce}'"))[0]!;
}
