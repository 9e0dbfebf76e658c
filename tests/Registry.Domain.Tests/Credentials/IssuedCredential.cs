using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

/// <summary>A credential with its status list, its receipt and its issuer's keys; what a test changes, it says.</summary>
internal static class IssuedCredential
{
    public const string Uri = "https://registry.example/status/1";
    public const string Log = "registry.example/log/340100/2026";
    public const string IssuerName = "https://registry.example/agency/11340100MB1AC012X9";

    public static readonly Guid Licence = Guid.Parse("3e32e418-4d64-8107-82ab-220994e3a570");
    public static readonly NoteSigner LogSigner = new(Log, Ed25519Signer.FromSeed(new byte[32]));

    public static string Text(Guid? logged = null, int index = 7, JsonObject? header = null)
    {
        var payload = Visible;
        payload["status"] = new JsonObject { ["status_list"] = new JsonObject { ["idx"] = index, ["uri"] = Uri } };
        payload[LicenceCredential.LicenceClaim] = Licence.ToString();
        var receipt = Hide(LicenceCredential.ReceiptClaim, Receipt("licence_minted.v2", logged ?? Licence, Commitment.Of(new byte[32], "{}"u8)));
        return SdJwt.Issue(header ?? Header, payload, [receipt], Issuer);
    }

    public static string StatusToken(int status = StatusList.Valid, DateTimeOffset? until = null, bool endless = false, ISigner? signer = null)
    {
        var list = StatusList.Empty(2, 100);
        list[7] = status;
        signer ??= Issuer;
        return new StatusListToken(new(Uri), Now.AddSeconds(-30), endless ? null : until ?? Now.AddDays(1), null, list, null)
            .Sign(new() { ["kid"] = signer.KeyId }, signer);
    }

    /// <summary>The proof that this credential was made by entry 0.</summary>
    public static MintingEvidence Evidence(string text)
    {
        var payload = new JsonObject { ["data"] = new JsonObject { ["digest"] = LicenceCredential.DigestOf(text) } }.ToJsonString();
        var receipt = Receipt("credential_minted.v1", Guid.NewGuid(), Commitment.Of(new byte[32], Encoding.UTF8.GetBytes(payload)));
        return new(receipt, payload, Convert.ToBase64String(new byte[32]));
    }

    public static IssuerKeys Keys(params Es256Signer[] good) => new(
        IssuerName, good.ToDictionary(key => key.KeyId, key => Jwk.Export(key.PublicKeySpki)), new Dictionary<string, CompromisedKey>());

    /// <param name="from">Index of the first entry that is suspect.</param>
    public static IssuerKeys CompromisedFrom(long from, params Es256Signer[] good) => Keys(good) with
    {
        Compromised = new Dictionary<string, CompromisedKey> { [Issuer.KeyId] = new(Jwk.Export(Issuer.PublicKeySpki), Log, from) },
    };

    public static CheckTrust Trust(string? list = null, IssuerKeys? keys = null, MintingEvidence? minting = null) =>
        new([], keys ?? Keys(Issuer), list ?? StatusToken(), LogSigner.VerifierKey, minting, Now, TimeSpan.FromSeconds(60));

    // Alone in its log.
    private static string Receipt(string type, Guid stream, LogHash commit)
    {
        var entry = new LogEntry
        {
            Log = Log, Id = Guid.NewGuid(), Type = type, Stream = stream, Version = 1, Time = LogEntry.TimeOf(Now), Commit = commit,
        }.SignedBy(Issuer).ToBytes();
        var note = new Checkpoint(Log, 1, MerkleTree.LeafHash(entry)).Sign(LogSigner).ToString();
        return new TlogProof(0, [], note, entry).ToString();
    }
}
