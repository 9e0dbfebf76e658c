using System.Diagnostics;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Signatures;

public sealed class Verifying_an_SM2_signature
{
    /// <summary>GB/T 32918.5 (GM/T 0003.5) annex A.2: the recommended curve, "message digest", 1234567812345678.</summary>
    private const string StandardPrivate = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
    private const string StandardPublic =
        "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020" +
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
    private const string StandardSignature =
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3" +
        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

    /// <summary>
    /// Made once by OpenSSL 3.0.19: <c>pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678</c>, its DER as r ‖ s.
    /// </summary>
    private const string OpensslSpki =
        "3059301306072a8648ce3d020106082a811ccf5501822d03420004b651865f65e339bd160b7d7f78ab1756a62a85be45b31ad765d2d217f2303e9f" +
        "f0fdaef9a1d1059c4ff9cd78f91b0d3bfc52fb7f341e257cebabb5dde2338893";
    private const string OpensslSignature =
        "12a987972f1ef0fb9b3b669a996c32f3de12f5d962616e430751f58be0d326b2" +
        "8339f36f5a50453b36e1891b5344b6c738330b19cb0251a8fb8803d2122a3965";

    [Fact]
    public void the_example_of_the_standard_verifies()
    {
        var signer = Sm2Signer.FromPrivate(Convert.FromHexString(StandardPrivate));
        signer.PublicKeySpki.ShouldBe(Sm2.SpkiFromRaw(Convert.FromHexString(StandardPublic)));
        using var key = Sm2.ImportRawPublicKey(Convert.FromHexString(StandardPublic))!;
        key.Verify("message digest"u8, Convert.FromHexString(StandardSignature)).ShouldBeTrue();
        key.Verify("message digesT"u8, Convert.FromHexString(StandardSignature)).ShouldBeFalse();
    }

    [Fact]
    public void a_signature_of_openssl_verifies()
    {
        using var key = SignatureSchemes.For("SM2SM3")!.ImportPublicKey(Convert.FromHexString(OpensslSpki))!;
        key.Verify("registry/event/v1\n{}"u8, Convert.FromHexString(OpensslSignature)).ShouldBeTrue();
    }

    [Fact]
    public async Task openssl_verifies_our_signature()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("registry-sm2-").FullName;
        var signer = Sm2Signer.FromPrivate(Convert.FromHexString(StandardPrivate));
        var signature = signer.Sign("message"u8);
        var der = new DerSequence(Integer(signature[..32]), Integer(signature[32..])).GetDerEncoded();
        await Write("key", PemEncoding.WriteString("PUBLIC KEY", signer.PublicKeySpki).Select(c => (byte)c).ToArray());
        await Write("message", "message"u8.ToArray());
        await Write("signature", der);
        (await Openssl()).ShouldBe(0);
        await Write("message", "messagE"u8.ToArray());
        (await Openssl()).ShouldBe(1);
        System.IO.Directory.Delete(directory, recursive: true);

        Task Write(string name, byte[] content) => File.WriteAllBytesAsync(
            Path.Combine(directory, name), content, TestContext.Current.CancellationToken);

        async Task<int> Openssl()
        {
            using var process = Process.Start(new ProcessStartInfo("openssl",
            [
                "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin", "-digest", "sm3",
                "-pkeyopt", "distid:1234567812345678", "-in", "message", "-sigfile", "signature",
            ]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }

        static DerInteger Integer(byte[] number) => new(new Org.BouncyCastle.Math.BigInteger(1, number));
    }

    [Fact]
    public void every_changed_bit_of_the_signature_is_refused()
    {
        using var key = Sm2.ImportRawPublicKey(Convert.FromHexString(StandardPublic))!;
        var signature = Convert.FromHexString(StandardSignature);
        for (var bit = 0; bit < 512; bit += 5)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            key.Verify("message digest"u8, changed).ShouldBeFalse();
        }
        key.Verify("message digest"u8, signature.AsSpan(0, 63)).ShouldBeFalse();
        key.Verify("message digest"u8, [.. signature, 0]).ShouldBeFalse();
        key.Verify("message digest"u8, new byte[64]).ShouldBeFalse();
        key.Verify("message digest"u8, [.. Enumerable.Repeat((byte)0xff, 64)]).ShouldBeFalse();
    }

    /// <summary>Attack 21 of the operations reference.</summary>
    [Fact]
    public void a_key_of_one_curve_is_no_key_of_the_other()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = p256.ExportSubjectPublicKeyInfo();
        Sm2.Scheme.ImportPublicKey(spki).ShouldBeNull();
        Es256.Scheme.ImportPublicKey(Convert.FromHexString(OpensslSpki)).ShouldBeNull();
        // Its point under the other curve's name is not on it.
        Sm2.ImportRawPublicKey(spki.AsSpan(26)).ShouldBeNull();
        Should.Throw<CryptographicException>(() => Sm2Signer.FromPkcs8(p256.ExportPkcs8PrivateKey()));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("04ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void what_is_no_point_of_the_curve_is_no_key(string raw) => Sm2.ImportRawPublicKey(Convert.FromHexString(raw)).ShouldBeNull();

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122")] // n - 1
    [InlineData("01")]
    public void a_private_number_is_from_1_to_n_minus_2(string number) =>
        Should.Throw<CryptographicException>(() => Sm2Signer.FromPrivate(Convert.FromHexString(number)));
}
