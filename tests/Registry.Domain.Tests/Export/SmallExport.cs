using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Tests.Export;

/// <summary>One event of an export in the making. Tests change one thing with <c>with</c>; all else stays sound.</summary>
internal sealed record Fact(string Type, Guid Stream, string Data, ISigner Signer)
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public long Version { get; init; } = 1;

    public DateTimeOffset Time { get; init; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public string? Agency { get; init; }

    public string Log { get; init; } = SmallExport.Origin;

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Replaces the payload that is committed to; null for data and metadata as usual.</summary>
    public string? Payload { get; init; }

    /// <summary>Changes the entry after it was signed.</summary>
    public Func<LogEntry, LogEntry> Forge { get; init; } = entry => entry;

    public byte[] PayloadBytes() => Payload is not null ? Encoding.UTF8.GetBytes(Payload) : EventPayload.Compose(Data, Meta());

    private IEnumerable<KeyValuePair<string, string>> Meta()
    {
        yield return new("actor", "a1");
        if (Agency is not null)
            yield return new("agency", Agency);
        yield return new("at", LogEntry.TimeText(Time));
    }
}

/// <summary>Exports made in memory: two keys, one licence, everything signed as the server does it.</summary>
internal static class SmallExport
{
    public const string Origin = "registry.example/log/340100";
    public const string Authority = "340100";
    public const string Agency = "11340100MB1AC00233";

    public static readonly ISigner AuthorityKey = NewKey();
    public static readonly ISigner AgencyKey = NewKey();
    public static readonly ISigner Stranger = NewKey();
    public static readonly NoteSigner LogKey = NewLogKey(Origin);

    public static ISigner NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }

    public static ISigner NewSm2Key() => Sm2Signer.FromPrivate([1, .. RandomNumberGenerator.GetBytes(Sm2Signer.PrivateLength - 1)]);

    public static NoteSigner NewLogKey(string origin) =>
        new(origin, Ed25519Signer.FromSeed(RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength)));

    /// <summary>The authority's key, the agency's key and a licence minted by the agency: a sound history.</summary>
    public static List<Fact> Facts() =>
    [
        KeyRecord(AuthorityKey, Authority),
        KeyRecord(AgencyKey, Agency),
        Minted(),
    ];

    public static Fact Minted() =>
        new("licence_minted.v1", Guid.NewGuid(), "{\"type\":\"hotel\"}", AgencyKey) { Agency = Agency };

    public static Fact KeyRecord(ISigner key, string owner, ISigner? by = null) =>
        new("signing_key_registered.v1", Guid.NewGuid(), KeyData(key, owner), by ?? AuthorityKey);

    public static string KeyData(ISigner key, string owner) =>
        $$"""
        {"kid":"{{key.KeyId}}","algorithm":"{{key.Algorithm}}","owner":"{{owner}}",
        "publicKey":"{{Convert.ToBase64String(key.PublicKeySpki)}}"}
        """;

    /// <summary>The lines, each with its line feed: a head, the entries, the checkpoint.</summary>
    public static List<byte[]> LinesOf(IReadOnlyList<Fact> facts, params NoteSigner[] logs)
    {
        logs = logs is [] ? [LogKey] : logs;
        var log = logs[0];
        List<byte[]> lines = [ExportFormat.Head(log.Name, facts.Count, log.VerifierKey.ToString())];
        var (edge, chain) = (CompactRange.Empty, HashChain.Start(log.Name));
        foreach (var fact in facts)
        {
            var salt = RandomNumberGenerator.GetBytes(Commitment.SaltLength);
            var payload = fact.PayloadBytes();
            var entry = fact.Forge(Sealed(fact, Commitment.Of(salt, payload))).ToBytes();
            var leaf = MerkleTree.LeafHash(entry);
            (edge, chain) = (edge.Append(leaf), HashChain.Next(chain, leaf));
            lines.Add(ExportFormat.Entry(entry, chain.ToString(), Convert.ToBase64String(salt), payload));
        }
        lines.Add(ExportFormat.Tail(new Checkpoint(log.Name, facts.Count, edge.Root()).Sign([.. logs.OrderBy(one => one.VerifierKey.Id)]).ToString()));
        return lines;
    }

    public static ExportVerdict VerifyHistory(IReadOnlyList<Fact> facts) => Verify(Join(LinesOf(facts)));

    /// <summary>As the tool does it: one line after another, up to the first fault.</summary>
    public static ExportVerdict Verify(ReadOnlySpan<byte> file, NoteVerifierKey? pinned = null) => Verify(file, new ExportVerifier(pinned));

    public static ExportVerdict Verify(ReadOnlySpan<byte> file, ExportVerifier verifier)
    {
        while (!file.IsEmpty)
        {
            var end = file.IndexOf((byte)'\n');
            if (end < 0)
                return verifier.TakeUnended();
            if (verifier.Take(file[..end]) is { } fault)
                return fault;
            file = file[(end + 1)..];
        }
        return verifier.Finish();
    }

    public static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line)];

    private static LogEntry Sealed(Fact fact, LogHash commit) => new LogEntry
    {
        Log = fact.Log, Id = fact.Id, Type = fact.Type, Stream = fact.Stream, Version = fact.Version, Time = fact.Time,
        Commit = commit, Tags = fact.Tags,
    }.SignedBy(fact.Signer);
}

/// <summary>Names one key and signs with another.</summary>
internal sealed class Impostor(ISigner named, ISigner real) : ISigner
{
    public string Algorithm => named.Algorithm;

    public string KeyId => named.KeyId;

    public byte[] PublicKeySpki => named.PublicKeySpki;

    public byte[] Sign(ReadOnlySpan<byte> message) => real.Sign(message);
}
