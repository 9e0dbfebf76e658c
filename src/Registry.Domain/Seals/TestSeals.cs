using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Registry.Domain.Signatures;
using ISigner = Registry.Domain.Signatures.ISigner;

namespace Registry.Domain.Seals;

/// <summary>
/// Seals without legal effect, for demonstrations and tests: a certification authority in software, a maker and holders, whose
/// every name begins with <see cref="Mark"/>. A seal with legal effect is made on certified devices and registered.
/// </summary>
/// <param name="from">Of the authority and all that it certifies, which are valid for ten years.</param>
public sealed class TestSeals(ISigner authority, ISigner maker, DateTimeOffset from)
{
    /// <summary>What every test name begins with.</summary>
    public const string Mark = "测试 TEST ";

    private const int Years = 10;

    // To the second, as certificates have it.
    private readonly DateTimeOffset _from = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds());

    /// <summary>The authority's own certificate.</summary>
    public SealAnchor Anchor { get; } = new(
        Certify(authority, authority.PublicKeySpki, "CA", isAuthority: true, from, from.AddYears(Years)), IsTest: true);

    public static bool IsMarked(string name) => name.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>A seal for an organisation and a certificate for its key.</summary>
    /// <param name="name">Of the organisation.</param>
    /// <param name="id">Of the seal, in ASCII.</param>
    public SealHolder Make(string name, string id, ISigner key, SealPicture picture, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var end = until ?? _from.AddYears(Years);
        var certificate = Certify(authority, key.PublicKeySpki, name, isAuthority: false, _from, end);
        var makerCertificate = Certify(authority, maker.PublicKeySpki, "Seal maker 制章者", isAuthority: false, _from, _from.AddYears(Years));
        var info = new SealInfo(
            "RegistryTest", id, 1, Mark + name, SealSigners.Certificates(certificate), _from, _from, end, picture);
        return new(ElectronicSeal.Make(info, makerCertificate, signed => maker.Sign(signed.Span)), certificate, key);
    }

    private static SealCertificate Certify(
        ISigner authority, byte[] spki, string name, bool isAuthority, DateTimeOffset from, DateTimeOffset until)
    {
        var generator = new X509V3CertificateGenerator();
        // One certificate for each key and name, and the same one whenever it is asked for, but for the signature's nonce.
        generator.SetSerialNumber(new BigInteger(1, Sm3.Hash([.. spki, .. Encoding.UTF8.GetBytes(name)])[..16]).SetBit(120));
        generator.SetIssuerDN(Named("CA"));
        generator.SetSubjectDN(Named(name));
        generator.SetNotBefore(from.UtcDateTime);
        generator.SetNotAfter(until.UtcDateTime);
        generator.SetPublicKey(PublicKeyFactory.CreateKey(spki));
        generator.AddExtension(X509Extensions.BasicConstraints, critical: true, new BasicConstraints(isAuthority));
        generator.AddExtension(X509Extensions.KeyUsage, critical: true,
            new KeyUsage(isAuthority ? KeyUsage.KeyCertSign | KeyUsage.CrlSign : KeyUsage.DigitalSignature | KeyUsage.NonRepudiation));
        return SealCertificate.Parse(generator.Generate(new Signing(authority)).GetEncoded())!;
    }

    private static X509Name Named(string name) =>
        new([X509Name.C, X509Name.O, X509Name.CN], (string[])["CN", "TEST ONLY", Mark + name]);

    private sealed class Signing(ISigner key) : ISignatureFactory
    {
        public object AlgorithmDetails => new AlgorithmIdentifier(new DerObjectIdentifier(SealOids.Sm2WithSm3));

        public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculator(key);
    }

    private sealed class Calculator(ISigner key) : IStreamCalculator<IBlockResult>
    {
        public Stream Stream { get; } = new MemoryStream();

        public IBlockResult GetResult() => new SimpleBlockResult(SignaturePair.FromRaw(key.Sign(((MemoryStream)Stream).ToArray())));
    }
}
