using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Showing;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Licences;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Issuers;

/// <summary>Reached under a public URL that is not the one it listens on.</summary>
public sealed class IssuingHost : RegistryHost
{
    public const string PublicUrl = "https://licences.example/city";
    public const string Commerce = "11340100MB1AC012X9";
    public const string Issuer = $"{PublicUrl}/agency/{Commerce}";
    public const string WellKnown = $"/.well-known/jwt-vc-issuer/city/agency/{Commerce}";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Registry:PublicUrl", PublicUrl);
    }

    internal RegistryRuntime Registry => Services.GetRequiredService<RegistryRuntime>();

    public async Task<JsonElement> Json(string path)
    {
        using var anybody = Anonymous();
        using var answer = await anybody.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }
}

public sealed class Publishing_issuers(IssuingHost host) : IClassFixture<IssuingHost>
{
    [Fact]
    public async Task an_agency_s_key_leads_to_the_root_of_the_authority()
    {
        var metadata = await host.Json(IssuingHost.WellKnown);
        metadata.GetProperty("issuer").GetString().ShouldBe(IssuingHost.Issuer);
        var jwk = metadata.GetProperty("jwks").GetProperty("keys").EnumerateArray().First();
        var agency = Uscc.Parse(IssuingHost.Commerce);
        var current = await host.Registry.Issuers.CurrentAsync("340100", agency, TestContext.Current.CancellationToken);
        jwk.GetProperty("kid").GetString().ShouldBe(current.Signer.KeyId);

        var jws = Jws.Parse(Jws.Sign(current.Header(), [], current.Signer))!;
        using var root = await Root();
        using var key = SignerChain.KeyOf(jws, [root], IssuingHost.Issuer, TimeProvider.System.GetUtcNow());
        jws.IsSignedBy(key.ShouldNotBeNull()).ShouldBeTrue();
    }

    [Fact]
    public async Task the_chain_has_no_root_and_its_leaf_is_not_self_signed()
    {
        var jwk = (await host.Json(IssuingHost.WellKnown)).GetProperty("jwks").GetProperty("keys").EnumerateArray().First();
        var chain = jwk.GetProperty("x5c").EnumerateArray().Select(one => one.GetString()!).ToArray();
        using var leaf = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(chain.ShouldHaveSingleItem()));
        leaf.Issuer.ShouldNotBe(leaf.Subject);
    }

    [Theory]
    [InlineData("/.well-known/jwt-vc-issuer/agency/11340100MB1AC012X9")]
    [InlineData("/.well-known/jwt-vc-issuer/city/agency/11340100MB1AC01464")]
    [InlineData("/.well-known/jwt-vc-issuer/city/agency/nobody")]
    [InlineData("/vct/11340100MB1AC012X9001/2")]
    [InlineData("/vct/11340100MB1AC012X9999/1")]
    public async Task what_is_no_issuer_and_no_type_is_not_found(string path)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task whatever_host_is_asked_the_names_are_the_configured_ones()
    {
        using var anybody = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, IssuingHost.WellKnown);
        request.Headers.Host = "evil.example";
        using var answer = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("evil");
        (await host.Json(IssuingHost.WellKnown)).GetProperty("issuer").GetString().ShouldBe(IssuingHost.Issuer);
    }

    [Fact]
    public async Task type_metadata_names_itself_and_what_is_the_holder_s_to_show()
    {
        var type = await host.Json("/vct/11340100MB1AC012X9001/1");
        type.GetProperty("vct").GetString().ShouldBe($"{IssuingHost.PublicUrl}/vct/11340100MB1AC012X9001/1");
        type.GetProperty("display").EnumerateArray().Select(one => one.GetProperty("locale").GetString()).ShouldBe(["zh-CN", "en"]);
        var always = type.GetProperty("claims").EnumerateArray().Where(one => one.GetProperty("sd").GetString() == "always")
            .Select(one => one.GetProperty("path")[0].GetString());
        always.ShouldContain("holder_name");
        always.ShouldContain("KZ_tradeName");
    }

    [Fact]
    public async Task a_further_version_of_a_licence_type_leaves_the_first_s_metadata_as_it_is()
    {
        const string Code = $"{IssuingHost.Commerce}105";
        await host.PublishAsync(Code, version: 0);
        using var anybody = host.Anonymous();
        var path = new Uri($"/vct/{Code}/1", UriKind.Relative);
        var first = await anybody.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
        var further = TypeJourneys.Definition();
        further["name"] = new JsonObject { ["zh"] = "另一名称", ["en"] = "Another name" };
        await host.PublishAsync(Code, version: 2, further);

        (await anybody.GetByteArrayAsync(path, TestContext.Current.CancellationToken)).ShouldBe(first);
        (await host.Json($"/vct/{Code}/2")).GetProperty("name").GetString().ShouldBe("Another name");
    }

    [Fact]
    public void a_code_that_is_shown_leads_under_the_public_address() =>
        host.Services.GetRequiredService<Showings>().UrlFor(LicenceId.Of(Guid.NewGuid())).ShouldStartWith($"{IssuingHost.PublicUrl}/verify/");

    [Theory]
    [InlineData(IssuingHost.WellKnown, 300)]
    [InlineData("/vct/11340100MB1AC012X9001/1", 86400)]
    [InlineData("/licence-authority/root.pem", 3600)]
    [InlineData("/seal-authority/root.pem", 3600)]
    public async Task anybody_may_keep_it_for_a_while_and_ask_whether_it_changed(string path, int seconds)
    {
        using var anybody = host.Anonymous();
        using var first = await anybody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        first.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(seconds));
        first.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task a_retired_key_stays_and_a_compromised_one_is_told_apart()
    {
        const string Health = "11340100MB1AC0103N";
        const string Path = $"/.well-known/jwt-vc-issuer/city/agency/{Health}";
        var owner = KeyOwner.OfCredentials(Uscc.Parse(Health));
        var (custody, log) = (host.Registry.Custody, host.Registry.Logs.Of("340100"));
        var first = Keys(await host.Json(Path)).ShouldHaveSingleItem();
        var second = await custody.RotateAsync("340100", owner, Es256.Name);
        var third = await custody.RotateAsync("340100", owner, Es256.Name);
        Keys(await host.Json(Path)).ShouldBe([third, second, first], ignoreOrder: true);

        (await custody.RetireAsync("340100", first, RetirementReason.Scheduled, host.Registry.Clock)).ShouldBeNull();
        (await custody.ReportCompromiseAsync(log, second, 3, 1000, CompromiseReason.KeyExposed, CompromiseReporter.Auditor)).ShouldBeNull();
        var metadata = await host.Json(Path);
        Keys(metadata).ShouldBe([third, first], ignoreOrder: true);
        var compromised = metadata.GetProperty("compromised_keys").EnumerateArray().ShouldHaveSingleItem();
        (compromised.GetProperty("jwk").GetProperty("kid").GetString(), compromised.GetProperty("from").GetString(), compromised.GetProperty("log").GetString())
            .ShouldBe((second, "3", log.Origin));
    }

    private static IReadOnlyList<string> Keys(JsonElement metadata) =>
        [.. metadata.GetProperty("jwks").GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private async Task<X509Certificate2> Root()
    {
        using var anybody = host.Anonymous();
        var pem = await anybody.GetStringAsync(new Uri("/licence-authority/root.pem", UriKind.Relative));
        return X509Certificate2.CreateFromPem(pem);
    }
}
