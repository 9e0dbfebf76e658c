using System.Numerics;
using System.Security.Cryptography;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Signatures;

public sealed class Verifying_an_Ed25519_signature
{
    /// <summary>RFC 8032 7.1, tests 1 to 3: secret key, public key, message, signature.</summary>
    public static readonly TheoryData<string, string, string, string> Rfc8032 = new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155" +
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac" +
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    private static readonly byte[] Seed =
        Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void the_vectors_of_RFC_8032_are_signed_and_verified(string secret, string publicKey, string message, string signature)
    {
        var (raw, text, expected) =
            (Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature));
        using var signer = Ed25519Signer.FromSeed(Convert.FromHexString(secret));
        signer.PublicKeySpki.ShouldBe(Ed25519.SpkiFromRaw(raw));
        signer.Sign(text).ShouldBe(expected);

        using var key = Ed25519.ImportRawPublicKey(raw)!;
        key.Verify(text, expected).ShouldBeTrue();
        key.Verify([.. text, 0], expected).ShouldBeFalse();
        ((ISignatureScheme)Ed25519.Scheme).Verify(signer.PublicKeySpki, text, expected).ShouldBeTrue();
    }

    [Fact]
    public void every_changed_bit_of_the_signature_is_refused()
    {
        using var signer = Ed25519Signer.FromSeed(Seed);
        using var key = Ed25519.Scheme.ImportPublicKey(signer.PublicKeySpki)!;
        var signature = signer.Sign("message"u8);
        for (var bit = 0; bit < 512; bit++)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            key.Verify("message"u8, changed).ShouldBeFalse();
        }

        key.Verify("message"u8, signature.AsSpan(0, 63)).ShouldBeFalse();
        key.Verify("message"u8, [.. signature, 0]).ShouldBeFalse();
        key.Verify("message"u8, []).ShouldBeFalse();
    }

    [Fact]
    public void a_signature_has_no_twin()
    {
        // RFC 8032 5.1.7: s + L satisfies the equation too, but "s" must be "in the range 0 <= s < L".
        var order = BigInteger.Pow(2, 252) + BigInteger.Parse(
            "27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        using var signer = Ed25519Signer.FromSeed(Seed);
        using var key = Ed25519.Scheme.ImportPublicKey(signer.PublicKeySpki)!;
        var signature = signer.Sign("message"u8);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        var larger = s.ToByteArray(isUnsigned: true);
        byte[] twin = [.. signature.AsSpan(0, 32), .. larger, .. new byte[32 - larger.Length]];
        key.Verify("message"u8, twin).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")] // order 4
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")] // the neutral element
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // order 2
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p, not canonical
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p + 1, not canonical
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // not on the curve
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void a_weak_or_misspelt_public_key_is_no_key(string raw) =>
        Ed25519.ImportRawPublicKey(Convert.FromHexString(raw)).ShouldBeNull();

    [Fact]
    public void a_key_of_another_length_or_algorithm_is_no_key()
    {
        using var signer = Ed25519Signer.FromSeed(Seed);
        var spki = signer.PublicKeySpki;
        Ed25519.Scheme.ImportPublicKey([]).ShouldBeNull();
        Ed25519.Scheme.ImportPublicKey([.. spki, 0]).ShouldBeNull();
        spki[8] ^= 1; // the object identifier
        Ed25519.Scheme.ImportPublicKey(spki).ShouldBeNull();
        Ed25519.ImportRawPublicKey(new byte[31]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => Ed25519.SpkiFromRaw(new byte[31]));
    }

    [Fact]
    public void a_private_key_is_read_from_its_seed_or_PKCS8()
    {
        byte[] pkcs8 = [.. Convert.FromHexString("302e020100300506032b657004220420"), .. Seed];
        using var fromPkcs8 = Ed25519Signer.FromPkcs8(pkcs8);
        using var fromSeed = Ed25519Signer.FromSeed(Seed);
        fromPkcs8.KeyId.ShouldBe(fromSeed.KeyId);
        Should.Throw<CryptographicException>(() => Ed25519Signer.FromPkcs8(Seed));
        Should.Throw<CryptographicException>(() => Ed25519Signer.FromSeed(pkcs8));
    }

    [Fact]
    public void a_disposed_signer_does_not_sign()
    {
        var signer = Ed25519Signer.FromSeed(Seed);
        signer.Dispose();
        Should.Throw<ObjectDisposedException>(() => signer.Sign([]));
    }
}
