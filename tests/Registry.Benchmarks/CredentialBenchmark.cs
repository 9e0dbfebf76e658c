using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Benchmarks.Harness;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Benchmarks;

/// <summary>What a verifier does with a credential whose issuer's keys it holds, and what an issuer does when a status changes.</summary>
internal static class CredentialBenchmark
{
    private const int Places = 1_000_000;
    private const int Claims = 12;

    public static async Task RunAsync(Pace pace, Table table)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
        using var verifier = Es256.Scheme.ImportPublicKey(signer.PublicKeySpki)!;
        var now = TimeProvider.System.GetUtcNow();
        var text = Credential(signer, now);
        var message = Encoding.ASCII.GetBytes(text.Split('~', 2)[0]);
        var signature = signer.Sign(message);

        var bare = Load.OnOneCore(pace, () => verifier.Verify(message, signature));
        table.Add("credential", $"ES256 verifications of {message.Length} bytes, one core", bare);
        table.Add("credential", $"SD-JWT VC with {Claims} disclosures verified, one core", Load.OnOneCore(pace, () => Verify(text, verifier, now)), to: bare);

        var token = new StatusListToken(
            new("https://registry.example/status/1"), now, now + StatusLists.Life, StatusLists.TimeToLive, Revoked(), Aggregation: null);
        var header = new JsonObject { ["kid"] = signer.KeyId };
        var signed = await Load.CompareAsync(pace, 1, () =>
        {
            token.Sign(header, signer);
            return Task.CompletedTask;
        });
        table.Add("credential", $"status list of {Places:N0} places, one in fifty revoked, signed again", signed[0]);
    }

    private static void Verify(string text, IVerificationKey key, DateTimeOffset now)
    {
        if (SdJwtVc.Verify(text, _ => key, now, TimeSpan.Zero, keyBinding: null).Claims is null)
            throw new InvalidOperationException("The credential does not verify.");
    }

    private static string Credential(Es256Signer signer, DateTimeOffset now)
    {
        var visible = new JsonObject
        {
            ["iss"] = "https://registry.example/agency/11340100MB1AC012X9",
            ["vct"] = "https://registry.example/vct/11340100MB1AC012X9/1",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddDays(365).ToUnixTimeSeconds(),
            ["status"] = new JsonObject
            {
                ["status_list"] = new JsonObject { ["idx"] = 7, ["uri"] = "https://registry.example/status/1" },
            },
        };
        var hidden = Enumerable.Range(0, Claims).Select(
            place => Disclosure.Of(RandomNumberGenerator.GetBytes(Disclosure.SaltBytes), $"KZ_field{place}", "合肥市蜀山区望江西路"));
        return SdJwt.Issue(new() { ["typ"] = SdJwtVc.Type, ["kid"] = signer.KeyId }, visible, [.. hidden], signer);
    }

    private static StatusList Revoked()
    {
        var list = StatusList.Empty(StatusLists.Bits, Places);
        // The same list in every run: how well it compresses is part of what is measured.
        var random = new Random(20261127);
        for (var n = 0; n < Places / 50; n++)
            list[random.Next(Places)] = StatusList.Invalid;
        return list;
    }
}
