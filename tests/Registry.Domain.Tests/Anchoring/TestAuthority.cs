using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;

namespace Registry.Domain.Tests.Anchoring;

/// <summary>A time-stamp authority in memory, its root signing for itself. Those of openssl are in Registry.Api.Tests.</summary>
internal sealed class TestAuthority
{
    public static readonly DateTime Noon = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);

    public static readonly TestAuthority Known = new("Known authority");

    private readonly AsymmetricCipherKeyPair root = NewKey();
    private readonly AsymmetricCipherKeyPair key = NewKey();
    private readonly X509Certificate certificate;
    private readonly X509Certificate rootCertificate;

    public TestAuthority(string name)
    {
        rootCertificate = Certify($"CN={name} root", $"CN={name} root", root.Public, (X509Extensions.BasicConstraints, new BasicConstraints(true)));
        certificate = Certify(
            $"CN={name} root", $"CN={name}", key.Public, (X509Extensions.ExtendedKeyUsage, new ExtendedKeyUsage(KeyPurposeID.id_kp_timeStamping)));
        using var pem = new StringWriter();
        using var writer = new PemWriter(pem);
        writer.WriteObject(rootCertificate);
        Roots = TimeStampRoots.FromPem(pem.ToString(), out _)!;
    }

    public TimeStampRoots Roots { get; }

    /// <summary>A token of noon over the checkpoint's text.</summary>
    public byte[] Stamp(Checkpoint checkpoint)
    {
        var generator = new TimeStampTokenGenerator(key.Private, certificate, TspAlgorithms.Sha256, "1.2.3.4.1");
        generator.SetCertificates(CollectionUtilities.CreateStore([certificate]));
        var request = new TimeStampRequest(TimeStamp.RequestFor(checkpoint, [1, 2, 3, 4, 5, 6, 7, 8]));
        return generator.Generate(request, BigInteger.One, Noon).GetEncoded();
    }

    private X509Certificate Certify(
        string issuer, string subject, AsymmetricKeyParameter of, (Org.BouncyCastle.Asn1.DerObjectIdentifier Id, Org.BouncyCastle.Asn1.Asn1Encodable Value) extension)
    {
        var generator = new X509V3CertificateGenerator();
        generator.SetIssuerDN(new X509Name(issuer));
        generator.SetSubjectDN(new X509Name(subject));
        generator.SetSerialNumber(BigInteger.ValueOf(subject.Length));
        // Whatever this machine's clock says: BouncyCastle notes it as the signing time.
        generator.SetNotBefore(Noon.AddYears(-50));
        generator.SetNotAfter(Noon.AddYears(50));
        generator.SetPublicKey(of);
        generator.AddExtension(extension.Id, critical: true, extension.Value);
        return generator.Generate(new Asn1SignatureFactory("SHA256withECDSA", root.Private));
    }

    private static AsymmetricCipherKeyPair NewKey()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new Org.BouncyCastle.Crypto.Parameters.ECKeyGenerationParameters(
            Org.BouncyCastle.Asn1.X9.X9ObjectIdentifiers.Prime256v1, new SecureRandom()));
        return generator.GenerateKeyPair();
    }
}
