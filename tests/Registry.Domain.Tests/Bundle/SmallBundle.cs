using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Tests.Anchoring;
using Registry.Domain.Tests.Export;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Bundle;

/// <summary>A log in memory, and bundles out of it. Everything is signed as the server does it.</summary>
internal sealed class SmallBundle
{
    public static readonly Guid Licence = new("00000000-0000-4000-8000-0000000000aa");

    /// <summary>The authority's key, the agency's, a licence with three events, and another licence between them.</summary>
    public static readonly SmallBundle Log = new();

    private readonly List<(byte[] Entry, byte[] Payload, string Salt)> entries = [];
    private readonly List<LogHash> leaves = [];
    private readonly byte[] history;
    private readonly byte[] stamp;

    /// <param name="more">What follows the seven entries.</param>
    public SmallBundle(params Fact[] more)
    {
        var lines = LinesOf(
        [
            KeyRecord(AuthorityKey, Authority), KeyRecord(AgencyKey, Agency), Of("licence_minted.v1", 1), Minted(),
            Of("licence_suspended.v1", 2), Of("licence_restored.v1", 3), Minted(), .. more,
        ]);
        history = Join(lines);
        foreach (var line in lines[1..^1])
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            var entry = Raw(json, "entry");
            entries.Add((entry, Raw(json, "payload"), json.RootElement.GetProperty("salt").GetString()!));
            leaves.Add(MerkleTree.LeafHash(entry));
        }
        stamp = TestAuthority.Known.Stamp(Checkpoint);
    }

    public long Size => entries.Count;

    public Checkpoint Checkpoint => CheckpointOf((int)Size);

    public Checkpoint CheckpointOf(int size) => new(Origin, size, MerkleTree.RootOf(leaves[..size]));

    public BundleDemands Demands { get; } = new(new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero)) { Key = LogKey.VerifierKey };

    /// <summary>The members of a bundle, to be changed one by one.</summary>
    /// <param name="indexes">Of the entries, where it is not everything.</param>
    /// <param name="withheld">Of the entries without payload.</param>
    public Dictionary<string, byte[]> Members(
        BundleScope scope, int[] indexes, int[]? withheld = null, int? since = null, NoteSigner? by = null)
    {
        by ??= LogKey;
        var members = new Dictionary<string, byte[]>
        {
            [BundleFormat.Manifest] = BundleFormat.ManifestOf(Origin, Size, by.VerifierKey.ToString(), scope),
            [BundleFormat.Checkpoint] = Encoding.UTF8.GetBytes(Checkpoint.Sign(by).ToString()),
            [BundleFormat.Policy] = Encoding.UTF8.GetBytes($"log {by.VerifierKey}\nquorum none\n"),
            [BundleFormat.TimeStamp(1)] = stamp,
        };
        if (scope is BundleScope.Everything)
            members[BundleFormat.History] = history;
        else
            members[BundleFormat.Entries] = Join(indexes.Select(i => LineOf(i, withheld?.Contains(i) is true)));
        if (since is { } old)
            members[BundleFormat.Consistency(old)] = BundleFormat.Proof(MerkleTree.ConsistencyProof(old, Size, Read));
        return members;
    }

    public Dictionary<string, byte[]> Everything() => Members(new BundleScope.Everything(), []);

    public Dictionary<string, byte[]> OfLicence() => Members(new BundleScope.Licence(Licence), [0, 1, 2, 4, 5], since: 3);

    public Dictionary<string, byte[]> OfPeriod() => Members(new BundleScope.Period(3, 6), [0, 1, 3, 4, 5]);

    public byte[] LineOf(int index, bool withheld = false)
    {
        var (entry, payload, salt) = entries[index];
        var proof = MerkleTree.InclusionProof(index, Size, Read);
        return withheld
            ? BundleFormat.Withheld(index, entry, proof, BundleFormat.NotGranted)
            : BundleFormat.Entry(index, entry, payload, salt, proof);
    }

    public BundleReport Verify(Dictionary<string, byte[]> members, BundleDemands? demands = null, Scratch? scratch = null) =>
        Verify(Zip(members), demands, scratch);

    public BundleReport Verify(byte[] zip, BundleDemands? demands = null, Scratch? scratch = null)
    {
        using var file = new MemoryStream(zip);
        return new BundleVerifier(demands ?? Demands, scratch: scratch).Verify(file);
    }

    /// <summary>As the server writes it.</summary>
    public static byte[] Zip(Dictionary<string, byte[]> members)
    {
        using var file = new MemoryStream();
        WriteAsync(file, members).GetAwaiter().GetResult();
        return file.ToArray();
    }

    /// <summary>A zip with any members, their digests as given.</summary>
    public static byte[] RawZip(IEnumerable<(string Name, byte[] Content)> members, string comment = "")
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
            zip.Comment = comment;
        }
        return file.ToArray();
    }

    public static (string Name, byte[] Content) Pair(KeyValuePair<string, byte[]> member) => (member.Key, member.Value);

    public static byte[] SumsOf(Dictionary<string, byte[]> members) => Encoding.ASCII.GetBytes(string.Concat(members
        .Select(member => $"{Convert.ToHexStringLower(SHA256.HashData(member.Value))}  {member.Key}\n")));

    private static async Task WriteAsync(Stream file, Dictionary<string, byte[]> members)
    {
        await using var writer = await BundleWriter.StartAsync(file, CancellationToken.None);
        foreach (var (name, content) in members)
            await writer.AddAsync(name, content, CancellationToken.None);
        await writer.FinishAsync(CancellationToken.None);
    }

    private IReadOnlyList<LogHash> Read(IReadOnlyList<NodeAddress> nodes) =>
        [.. nodes.Select(node => MerkleTree.RootOf(leaves.GetRange((int)node.FirstLeaf, (int)node.LeafCount)))];

    private static Fact Of(string type, long version) => Minted() with { Type = type, Stream = Licence, Version = version };

    private static byte[] Raw(System.Text.Json.JsonDocument json, string member) =>
        Encoding.UTF8.GetBytes(json.RootElement.GetProperty(member).GetRawText());
}
