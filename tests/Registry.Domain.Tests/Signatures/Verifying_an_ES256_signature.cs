using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Signatures;

public sealed class Verifying_an_ES256_signature
{
    // RFC 7515 A.3.
    private const string Input =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private static readonly byte[] Message = System.Text.Encoding.ASCII.GetBytes(Input);
    private static readonly byte[] Signature = Base64Url.DecodeFromChars(
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");

    private static readonly ECParameters Jwk = new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint
        {
            X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        },
        D = Base64Url.DecodeFromChars("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"),
    };

    private static readonly byte[] Spki = SpkiOf(Jwk);

    [Fact]
    public void the_example_of_RFC_7515_verifies()
    {
        Verify(Spki, Message, Signature).ShouldBeTrue();
        Verify(Spki, [.. Message, 0], Signature).ShouldBeFalse();
    }

    [Fact]
    public void our_signatures_verify_and_have_64_bytes()
    {
        using var signer = NewSigner();
        signer.PublicKeySpki.ShouldBe(Spki);
        signer.Algorithm.ShouldBe("ES256");
        var signature = signer.Sign(Message);
        signature.Length.ShouldBe(64);
        Verify(Spki, Message, signature).ShouldBeTrue();
    }

    [Fact]
    public void every_changed_bit_of_the_signature_is_refused()
    {
        using var key = Es256.Scheme.ImportPublicKey(Spki)!;
        for (var bit = 0; bit < 512; bit++)
        {
            byte[] changed = [.. Signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            key.Verify(Message, changed).ShouldBeFalse();
        }
    }

    [Fact]
    public void signatures_of_another_form_are_refused()
    {
        using var key = Es256.Scheme.ImportPublicKey(Spki)!;
        using var ecdsa = ECDsa.Create(Jwk);
        key.Verify(Message, []).ShouldBeFalse();
        key.Verify(Message, Signature.AsSpan(0, 63)).ShouldBeFalse();
        key.Verify(Message, [.. Signature, 0]).ShouldBeFalse();
        key.Verify(Message, new byte[64]).ShouldBeFalse();
        key.Verify(Message, ecdsa.SignData(Message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
            .ShouldBeFalse();
        key.Verify(Message, ecdsa.SignData(Message, HashAlgorithmName.SHA384)).ShouldBeFalse();
    }

    [Fact]
    public void signatures_are_malleable_so_nothing_may_be_named_by_one()
    {
        var n = BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber,
            System.Globalization.CultureInfo.InvariantCulture);
        var s = new BigInteger(Signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var other = (n - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] twin = [.. Signature.AsSpan(0, 32), .. new byte[32 - other.Length], .. other];
        Verify(Spki, Message, twin).ShouldBeTrue();
    }

    [Fact]
    public void only_an_uncompressed_point_on_P256_is_a_key()
    {
        Es256.Scheme.ImportPublicKey([]).ShouldBeNull();
        Es256.Scheme.ImportPublicKey([.. Spki, 0]).ShouldBeNull();
        Es256.Scheme.ImportPublicKey(Spki.AsSpan(0, 90)).ShouldBeNull();
        byte[] offCurve = [.. Spki];
        offCurve[^1] ^= 1;
        Es256.Scheme.ImportPublicKey(offCurve).ShouldBeNull();
        Es256.Scheme.ImportPublicKey([.. Spki.AsSpan(0, 27), .. new byte[64]]).ShouldBeNull();
        Verify(offCurve, Message, Signature).ShouldBeFalse();

        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Es256.Scheme.ImportPublicKey(p384.ExportSubjectPublicKeyInfo()).ShouldBeNull();
        Should.Throw<CryptographicException>(() => Es256Signer.FromPkcs8(p384.ExportPkcs8PrivateKey()));
        Should.Throw<CryptographicException>(() => Es256Signer.FromPkcs8(new byte[10]));
        using var p256 = ECDsa.Create(Jwk);
        Should.Throw<CryptographicException>(() => Es256Signer.FromPkcs8([.. p256.ExportPkcs8PrivateKey(), 0]));
    }

    [Fact]
    public void many_threads_may_share_a_key_and_a_signer()
    {
        using var signer = NewSigner();
        using var key = Es256.Scheme.ImportPublicKey(Spki)!;
        var wrong = 0;
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var message = BitConverter.GetBytes(i);
            if (!key.Verify(message, signer.Sign(message)))
                Interlocked.Increment(ref wrong);
        });
        wrong.ShouldBe(0);
    }

    [Fact]
    public void a_disposed_key_is_not_used_again()
    {
        var key = Es256.Scheme.ImportPublicKey(Spki)!;
        key.Dispose();
        Should.Throw<ObjectDisposedException>(() => key.Verify(Message, Signature));
        var signer = NewSigner();
        signer.Dispose();
        Should.Throw<ObjectDisposedException>(() => signer.Sign(Message));
    }

    [Fact]
    public void a_key_id_is_the_start_of_the_hash_of_the_key()
    {
        KeyId.Of(Spki).ShouldBe(Base64Url.EncodeToString(SHA256.HashData(Spki))[..16]);
        using var signer = NewSigner();
        signer.KeyId.ShouldBe(KeyId.Of(Spki));
    }

    [Fact]
    public void schemes_are_found_by_their_exact_names()
    {
        SignatureSchemes.For("ES256").ShouldBeSameAs(Es256.Scheme);
        SignatureSchemes.For("Ed25519").ShouldBeSameAs(Ed25519.Scheme);
        foreach (var name in new[] { "", "es256", "none", "ES384", "HS256", "EdDSA" })
            SignatureSchemes.For(name).ShouldBeNull();
    }

    private static bool Verify(byte[] spki, byte[] message, byte[] signature) =>
        ((ISignatureScheme)Es256.Scheme).Verify(spki, message, signature);

    private static byte[] SpkiOf(ECParameters parameters)
    {
        using var key = ECDsa.Create(parameters);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static Es256Signer NewSigner()
    {
        using var key = ECDsa.Create(Jwk);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }
}
