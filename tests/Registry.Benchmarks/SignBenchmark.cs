using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Benchmarks.Harness;
using Registry.Domain.Canonical;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Benchmarks;

/// <summary>What one core does of what every event needs.</summary>
internal static class SignBenchmark
{
    public static Task RunAsync(Pace pace, Table table)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
        using var verifier = Es256.Scheme.ImportPublicKey(signer.PublicKeySpki)!;
        var message = Encoding.UTF8.GetBytes(new string('m', 400));
        var signature = signer.Sign(message);
        var payload = JsonSerializer.SerializeToUtf8Bytes(BareMarten.Event(1));
        var chain = HashChain.Start("registry.localhost/log/340100/2026");

        table.Add("sign", "ES256 signatures, one core", Load.OnOneCore(pace, () => signer.Sign(message)));
        table.Add("sign", "ES256 verifications, one core", Load.OnOneCore(pace, () => verifier.Verify(message, signature)));
        table.Add("sign", $"JCS of {payload.Length} bytes, one core", Load.OnOneCore(pace, () => JsonCanonicalizer.Canonicalize(payload)));
        table.Add("sign", "leaf hash and chain value, one core", Load.OnOneCore(
            pace, () => chain = HashChain.Next(chain, MerkleTree.LeafHash(message))));
        return Task.CompletedTask;
    }
}
