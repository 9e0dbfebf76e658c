using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Registry.Api.Tests.Verification;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Log;

/// <summary>Checkpoints with an SM2 line beside the Ed25519 one, for verifiers who must have it.</summary>
public sealed class Signing_with_a_second_key(Signing_with_a_second_key.Sm2Host host) : IClassFixture<Signing_with_a_second_key.Sm2Host>
{
    [Fact]
    public async Task receipts_and_bundles_verify_under_either_key()
    {
        using var citizen = await host.SignedInAs("citizen");
        citizen.DefaultRequestHeaders.Add("Prefer", "log-level=published, wait=30");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        var index = answer.EnsureSuccessStatusCode().Headers.GetValues("Log-Index").Single();
        var id = (await answer.JsonAsync()).GetProperty("id").GetGuid();
        var receipt = await citizen.GetByteArrayAsync(new Uri($"/log/340100/proof/{index}", UriKind.Relative), TestContext.Current.CancellationToken);
        var bundle = await citizen.GetByteArrayAsync(new Uri($"/api/v1/log/bundles?scope=case&id={id}", UriKind.Relative), TestContext.Current.CancellationToken);

        var keys = await KeysAsync();
        foreach (var key in keys)
        {
            (await VerifierProcess.OnFileAsync("receipt", receipt, "--vkey", key)).ExitCode.ShouldBe(0, key);
            (await VerifierProcess.OnFileAsync("bundle", bundle, "--vkey", key)).ExitCode.ShouldBe(0, key);
        }
        // As the server prints them both, the first counts.
        (await VerifierProcess.OnFileAsync("receipt", receipt, "--vkey", string.Join('\n', keys))).ExitCode.ShouldBe(0);
        var other = new NoteSigner(keys[0].Split('+')[0], Sm2Signer.FromPrivate(SHA256.HashData("other"u8))).VerifierKey.ToString();
        (await VerifierProcess.OnFileAsync("receipt", receipt, "--vkey", other)).ExitCode.ShouldBe(3);
        (await VerifierProcess.OnFileAsync("bundle", bundle, "--vkey", other)).ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task openssl_verifies_the_SM2_line()
    {
        using var client = host.Anonymous();
        var note = SignedNote.Parse(await client.GetStringAsync(
            new Uri("/log/340100/checkpoint", UriKind.Relative), TestContext.Current.CancellationToken)).Value!;
        NoteVerifierKey.TryParse((await KeysAsync())[1], out var key, out _).ShouldBeTrue();
        var directory = Directory.CreateTempSubdirectory("registry-sm2-").FullName;
        try
        {
            var signature = note.Signatures.Single(line => key!.IsNamedBy(line)).Signature.ToArray();
            await File.WriteAllBytesAsync(Path.Combine(directory, "signature"), Der(signature), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(directory, "text"), note.Text, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(directory, "key.pem"),
                PemEncoding.WriteString("PUBLIC KEY", Sm2.SpkiFromRaw(key!.ToPublicKey())), TestContext.Current.CancellationToken);
            (await VerifiesAsync(directory)).ShouldBeTrue();
            await File.AppendAllTextAsync(Path.Combine(directory, "text"), "x", TestContext.Current.CancellationToken);
            (await VerifiesAsync(directory)).ShouldBeFalse();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<string[]> KeysAsync()
    {
        using var client = host.Anonymous();
        var keys = (await client.GetStringAsync(new Uri("/log/340100/vkey", UriKind.Relative))).TrimEnd('\n').Split('\n');
        keys.Length.ShouldBe(2);
        return keys;
    }

    private static byte[] Der(ReadOnlySpan<byte> plain)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(plain[..32], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(plain[32..], isUnsigned: true, isBigEndian: true));
        }
        return writer.Encode();
    }

    private static async Task<bool> VerifiesAsync(string directory)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl",
        [
            "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-digest", "sm3",
            "-pkeyopt", "distid:1234567812345678", "-in", "text", "-sigfile", "signature",
        ]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        return openssl.ExitCode == 0;
    }

    public sealed class Sm2Host : RegistryHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Registry:Keys:Sm2Checkpoints", "true");
        }
    }
}
