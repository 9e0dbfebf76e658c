using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Issuers;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Issuers;

public sealed class Certifying_a_key : IDisposable
{
    private const string Issuer = "https://registry.example/agency/11340100MB1AC012X9";

    private static readonly DateTimeOffset Now = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly byte[] Serial = [0x41, .. new byte[15]];

    private readonly Es256Signer authority = NewKey();
    private readonly Es256Signer agency = NewKey();
    private readonly X509Certificate2 root;
    private readonly X509Certificate2 leaf;

    public Certifying_a_key()
    {
        root = SignerCertificates.Root(authority, "合肥市 电子证照根证书", Now, 20 * Year, Serial);
        leaf = Leaf(authority, root, 5 * Year);
    }

    [Fact]
    public void a_token_under_the_pinned_root_gives_its_leaf_s_key()
    {
        var jws = Token(leaf);
        using var key = SignerChain.KeyOf(jws, [root], Issuer, Now);
        jws.IsSignedBy(key.ShouldNotBeNull()).ShouldBeTrue();
    }

    [Fact]
    public void both_certificates_say_what_their_keys_may_do()
    {
        root.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority.ShouldBeTrue();
        leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority.ShouldBeFalse();
        leaf.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages.ShouldBe(X509KeyUsageFlags.DigitalSignature);
        (leaf.Issuer, leaf.Subject).ShouldBe((root.Subject, leaf.Subject));
        leaf.Subject.ShouldNotBe(leaf.Issuer);
    }

    // DER integers drop leading zeros and never look negative: one signature in 256 is shorter.
    [Fact]
    public void every_signature_is_one_that_the_platform_verifies()
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        for (var turn = 0; turn < 600; turn++)
        {
            using var another = Leaf(authority, root, Year);
            chain.Build(another).ShouldBeTrue();
            chain.Reset();
        }
    }

    [Fact]
    public void no_root_but_the_pinned_one_counts()
    {
        using var stranger = NewKey();
        using var other = SignerCertificates.Root(stranger, "合肥市 电子证照根证书", Now, 20 * Year, Serial);
        using var forged = Leaf(stranger, other, Year);
        SignerChain.KeyOf(Token(forged), [root], Issuer, Now).ShouldBeNull();
        SignerChain.KeyOf(Token(forged, other), [root], Issuer, Now).ShouldBeNull();
        SignerChain.KeyOf(Token(leaf), [], Issuer, Now).ShouldBeNull();
    }

    [Fact]
    public void the_root_itself_signs_no_token() =>
        SignerChain.KeyOf(Token(root), [root], issuer: null, Now).ShouldBeNull();

    [Fact]
    public void a_certificate_of_one_issuer_is_none_of_another_s() =>
        SignerChain.KeyOf(Token(leaf), [root], Issuer[..^1] + "X", Now).ShouldBeNull();

    [Fact]
    public void nor_one_that_has_ended_or_is_still_to_begin()
    {
        SignerChain.KeyOf(Token(leaf), [root], Issuer, Now + 6 * Year).ShouldBeNull();
        SignerChain.KeyOf(Token(leaf), [root], Issuer, Now - Year).ShouldBeNull();
    }

    [Fact]
    public void a_leaf_ends_with_its_root()
    {
        using var long_lived = Leaf(authority, root, 40 * Year);
        long_lived.NotAfter.ShouldBe(root.NotAfter);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[\"!\"]")]
    [InlineData("[\"AAAA\"]")]
    [InlineData("\"AAAA\"")]
    public void what_is_no_chain_gives_no_key(string x5c) =>
        SignerChain.KeyOf(new Jws(new JsonObject { ["x5c"] = JsonNode.Parse(x5c) }, [], "", default), [root], Issuer, Now).ShouldBeNull();

    public void Dispose()
    {
        root.Dispose();
        leaf.Dispose();
        authority.Dispose();
        agency.Dispose();
    }

    private Jws Token(params X509Certificate2[] chain) => Jws.Parse(Jws.Sign(
        new() { ["x5c"] = new JsonArray([.. chain.Select(one => JsonValue.Create(Convert.ToBase64String(one.RawData)))]) }, [], agency))!;

    private X509Certificate2 Leaf(Es256Signer by, X509Certificate2 under, TimeSpan life) => SignerCertificates.Leaf(
        by, under, agency.PublicKeySpki, "合肥市市场监督管理局", "11340100MB1AC012X9", new Uri(Issuer), Now, life, Serial);

    private static Es256Signer NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }
}
