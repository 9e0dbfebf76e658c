using System.Diagnostics;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Seals;

public sealed class Setting_a_seal
{
    private static readonly byte[] Text = "<Signature/>"u8.ToArray();

    [Fact]
    public void a_seal_is_sound_and_says_that_it_is_a_test()
    {
        var verdict = SealVerifier.Verify(Set(), Text, Workshop.Trust);
        verdict.Fault.ShouldBeNull();
        verdict.IsTest.ShouldBeTrue();
        var read = verdict.Read!;
        (read.SetAt, read.Property).ShouldBe((Workshop.Now, "/a"));
        var info = read.Seal.Info;
        (info.Vendor, info.Id, info.Type, info.Name).ShouldBe(("RegistryTest", "340100-0001", 1, "测试 TEST 示范市市场监督管理局"));
        (info.Picture.Type, info.Picture.Width, info.Picture.Height).ShouldBe(("PNG", 40, 40));
        info.Picture.Data.ToArray().ShouldBe(Workshop.Pixel);
        TestSeals.IsMarked(info.Name).ShouldBeTrue();
        SealCertificate.Parse(read.Certificate.Span)!.Subject.ShouldContain(TestSeals.Mark.TrimEnd());
    }

    [Fact]
    public void a_test_seal_is_one_by_its_name_even_where_a_real_authority_stands_behind_it() =>
        SealVerifier.Verify(Set(), Text, Workshop.Trust with { Anchors = [Workshop.Seals.Anchor with { IsTest = false }] })
            .IsTest.ShouldBeTrue();

    [Fact]
    public void the_signers_can_be_named_by_digest()
    {
        var maker = Workshop.Holder.Seal.MakerCertificate;
        var info = Workshop.Holder.Seal.Info with { Signers = SealSigners.Digests(Workshop.Holder.Certificate) };
        var seal = ElectronicSeal.Make(info, SealCertificate.Parse(maker.Span)!, signed => Workshop.MakerKey.Sign(signed.Span));
        SealVerifier.Verify(Set(Workshop.Holder with { Seal = seal }), Text, Workshop.Trust).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task openssl_finds_the_signer_s_and_the_maker_s_signatures_good_and_the_certificates_too()
    {
        var read = SealSignature.Parse(Set()).Read!;
        (await Openssl(read.ToBeSigned, read.Certificate, read.Signature)).ShouldBe(0);
        (await Openssl(read.Seal.InfoDer, read.Seal.MakerCertificate, read.Seal.Signature)).ShouldBe(0);
        (await Openssl(read.Seal.InfoDer, read.Certificate, read.Seal.Signature)).ShouldBe(1);
    }

    [Fact]
    public void codes_never_change() =>
        Enum.GetValues<SealFault>().Select(fault => fault.Code()).ShouldBe(
        [
            "seal-malformed", "seal-version-one", "seal-version-five", "seal-version-unknown", "seal-algorithm", "seal-signature",
            "seal-signer-chain", "seal-signer-expired", "seal-signer-revoked", "seal-revocation-unknown", "seal-time-ahead", "seal-signer-not-listed",
            "seal-maker-signature", "seal-maker-chain", "seal-maker-revoked", "seal-seal-expired", "seal-data-hash", "seal-time-stamp",
        ]);

    private static byte[] Set(SealHolder? holder = null) =>
        SealSignature.Set(holder ?? Workshop.Holder, Workshop.Now, Sm3.Hash(Text), "/a");

    /// <summary>0 where openssl verifies certificate, authority and signature.</summary>
    private static async Task<int> Openssl(ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> signature)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("registry-seal-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(directory, "message"), message.ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(directory, "certificate"), certificate.ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            Path.Combine(directory, "authority"), Workshop.Seals.Anchor.Certificate.Der.ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(directory, "signature"), signature.ToArray(), TestContext.Current.CancellationToken);
        var script = """
            set -e
            openssl x509 -inform DER -in certificate -out leaf.pem
            openssl x509 -inform DER -in authority -out ca.pem
            openssl verify -attime 1795680000 -vfyopt distid:1234567812345678 -CAfile ca.pem leaf.pem >&2
            openssl x509 -in leaf.pem -noout -pubkey > key.pem
            openssl pkeyutl -verify -pubin -inkey key.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 \
                -in message -sigfile signature
            """;
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        System.IO.Directory.Delete(directory, recursive: true);
        return process.ExitCode is 0 or 1 && !errors.Contains("verification failed", StringComparison.Ordinal)
            ? process.ExitCode : throw new InvalidOperationException(errors);
    }
}
