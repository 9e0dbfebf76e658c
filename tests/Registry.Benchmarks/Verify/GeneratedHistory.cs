using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Benchmarks.Verify;

/// <summary>
/// A log of any size as an auditor has it: an export, a bundle of everything and a bundle of a period with a proof for each
/// entry. All of it is signed and hashed as the server does; each entry is a submitted case of its own.
/// </summary>
internal sealed class GeneratedHistory : IAsyncDisposable
{
    private const string Origin = "registry.localhost/log/340100/2026";
    private const string Authority = "340100";
    private const string Agency = "11340100MB1AC012X9";

    private static readonly DateTimeOffset Time = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-history-");
    private readonly NoteSigner log = new(Origin, Ed25519Signer.FromSeed(RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength)));
    private readonly ISigner authority = NewKey();
    private readonly ISigner agency = NewKey();
    private readonly Dictionary<NodeAddress, LogHash> tree = [];
    private CompactRange edge = CompactRange.Empty;
    private LogHash chain = HashChain.Start(Origin);

    private GeneratedHistory(int size) => Size = size;

    public int Size { get; }

    public string VerifierKey => log.VerifierKey.ToString();

    public string Export => Path.Combine(directory.FullName, "export.jsonl");

    public string Everything => Path.Combine(directory.FullName, "everything.zip");

    public string Period => Path.Combine(directory.FullName, "period.zip");

    public static async Task<GeneratedHistory> OfAsync(int size)
    {
        var history = new GeneratedHistory(size);
        history.WriteExport();
        await history.WriteBundleAsync(history.Everything, new BundleScope.Everything(), BundleFormat.History, async (output, stop) =>
        {
            await using var export = File.OpenRead(history.Export);
            await export.CopyToAsync(output, stop);
        });
        await history.WriteBundleAsync(history.Period, new BundleScope.Period(0, size), BundleFormat.Entries, history.WriteEntriesAsync);
        return history;
    }

    public ValueTask DisposeAsync()
    {
        directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private void WriteExport()
    {
        using var export = File.Create(Export);
        export.Write(ExportFormat.Head(Origin, Size, VerifierKey));
        Append(export, "signing_key_registered.v1", KeyRecord(authority, Authority), authority, acting: null);
        Append(export, "signing_key_registered.v1", KeyRecord(agency, Agency), authority, acting: null);
        while (edge.Size < Size)
            Append(export, "case_submitted.v1", BareMarten.Event((int)edge.Size), agency, Agency);
        export.Write(ExportFormat.Tail(Note));
    }

    private string Note => new Checkpoint(Origin, Size, edge.Root()).Sign(log).ToString();

    private void Append(FileStream export, string type, object data, ISigner signer, string? acting)
    {
        var salt = RandomNumberGenerator.GetBytes(Commitment.SaltLength);
        var payload = EventPayload.Compose(JsonSerializer.Serialize(data), Meta(acting));
        var entry = new LogEntry
        {
            Log = Origin, Id = Guid.NewGuid(), Type = type, Stream = Guid.NewGuid(), Version = 1, Time = Time,
            Commit = Commitment.Of(salt, payload),
        }.SignedBy(signer).ToBytes();
        var leaf = MerkleTree.LeafHash(entry);
        tree[new(0, edge.Size)] = leaf;
        edge = edge.AppendRange([leaf], (node, hash) => tree[node] = hash);
        chain = HashChain.Next(chain, leaf);
        export.Write(ExportFormat.Entry(entry, chain.ToString(), Convert.ToBase64String(salt), payload));
    }

    private async Task WriteEntriesAsync(Stream output, CancellationToken stop)
    {
        using var export = File.OpenRead(Export);
        var lines = new ExportLines(export);
        for (var index = -1; index < Size && lines.TryNext(out var line, out _); index++)
            if (index >= 0)
                await output.WriteAsync(WithProof(line, index), stop);
    }

    private byte[] WithProof(ReadOnlySpan<byte> line, long index)
    {
        using var json = JsonDocument.Parse(line.ToArray());
        JsonElement Member(string name) => json.RootElement.GetProperty(name);
        return BundleFormat.Entry(
            index, Encoding.UTF8.GetBytes(Member("entry").GetRawText()), Encoding.UTF8.GetBytes(Member("payload").GetRawText()),
            Member("salt").GetString()!, MerkleTree.InclusionProof(index, Size, nodes => [.. nodes.Select(node => tree[node])]));
    }

    private async Task WriteBundleAsync(string path, BundleScope scope, string member, Func<Stream, CancellationToken, Task> write)
    {
        await using var file = File.Create(path);
        await using var bundle = await BundleWriter.StartAsync(file, CancellationToken.None);
        await bundle.AddAsync(BundleFormat.Manifest, BundleFormat.ManifestOf(Origin, Size, VerifierKey, scope), CancellationToken.None);
        await bundle.AddAsync(BundleFormat.Checkpoint, Encoding.UTF8.GetBytes(Note), CancellationToken.None);
        await bundle.AddAsync(
            BundleFormat.Policy, Encoding.UTF8.GetBytes($"log {VerifierKey}\nquorum none\n"), CancellationToken.None);
        await bundle.AddAsync(member, write, CancellationToken.None);
        await bundle.FinishAsync(CancellationToken.None);
    }

    private static IEnumerable<KeyValuePair<string, string>> Meta(string? acting) => new Dictionary<string, string?>
    {
        ["actor"] = "caseworker", ["agency"] = acting, ["at"] = LogEntry.TimeText(Time), ["basis"] = "行政许可法",
        ["correlation"] = "0af7651916cd43dd8448eb211c80319c", ["purpose"] = "case", ["region"] = Authority, ["role"] = "agency",
    }.Where(header => header.Value is not null)!;

    private static object KeyRecord(ISigner key, string owner) => new
    {
        algorithm = key.Algorithm, kid = key.KeyId, owner, publicKey = Convert.ToBase64String(key.PublicKeySpki),
    };

    private static Es256Signer NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }
}
