using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Log;

/// <summary>
/// A log beside the demonstration's that stops at sizes where tiles begin and end, served by the real server. At each stop
/// everything a client would fetch is fetched.
/// </summary>
public sealed class ServedLog : IAsyncLifetime
{
    private const string Tenant = "340199";
    private const string Id = $"{Tenant}/2026";
    private const string Origin = $"registry.localhost/log/{Id}";

    /// <summary>Where full and partial tiles of the first three rows begin and end.</summary>
    public static readonly long[] Sizes = [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000];

    private readonly RegistryHost host = new();
    private readonly List<byte[]> entries = [];
    private readonly NoteSigner signer = new(Origin, Ed25519Signer.FromSeed(SHA256.HashData("served log"u8)));
    private readonly Es256Signer agency = NewSigner();

    /// <summary>What was served at each size.</summary>
    public IReadOnlyDictionary<long, Stop> Stops { get; private set; } = new Dictionary<long, Stop>();

    public NoteVerifierKey Key => signer.VerifierKey;

    public IReadOnlyList<LogHash> Leaves { get; private set; } = [];

    public IReadOnlyList<byte[]> Entries => entries;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Client = host.CreateClient();
        Client.BaseAddress = new Uri(Client.BaseAddress!, $"log/{Tenant}/");
        var unpooled = new NpgsqlConnectionStringBuilder(await TestDatabase.ConnectionStringAsync()) { Pooling = false }.ConnectionString;
        await using var owner = NpgsqlDataSource.Create(unpooled);
        await LogHead.EnsureAsync(unpooled, host.Schema, Tenant, "registry.localhost", "2026", CancellationToken.None);
        host.Services.GetRequiredService<TenantLogs>().Add(new TenantLog(Tenant, Id, Origin, CheckpointKeys.Of(Key)));
        await using var sequencer = await Sequencer.TryLeadAsync(owner, host.Schema, Id, CancellationToken.None)
            ?? throw new InvalidOperationException("Another leader is at work.");
        var publisher = await Publisher.StartAsync(
            sequencer, _ => Task.FromResult(LogSigners.Of(signer)), new LogReader(owner, host.Schema), host.Schema, new SignedHead(host.DataDirectory), CancellationToken.None);

        var stops = new Dictionary<long, Stop>();
        foreach (var size in Sizes)
        {
            await QueueAsync(owner, (int)(size - entries.Count));
            while (await sequencer.SequenceAsync(CancellationToken.None) > 0)
            {
            }
            await publisher.PublishAsync(CancellationToken.None);
            stops[size] = await Stop.FetchAsync(Client, size);
        }
        Stops = stops;
        Leaves = [.. entries.Select(entry => MerkleTree.LeafHash(entry))];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        agency.Dispose();
        await host.DisposeAsync();
    }

    /// <summary>The root that RFC 6962 gives the first entries.</summary>
    public LogHash RootAt(long size) => CompactRange.Empty.AppendRange([.. Leaves.Take((int)size)]).Root();

    /// <summary>The hash of a complete subtree, from the leaves.</summary>
    public LogHash HashOf(NodeAddress node) => CompactRange.Empty.AppendRange(
        [.. Leaves.Skip((int)node.FirstLeaf).Take((int)node.LeafCount)]).Root();

    public async Task<HttpResponseMessage> GetAsync(string path) =>
        await Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static Es256Signer NewSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }

    private async Task QueueAsync(NpgsqlDataSource owner, int count)
    {
        await using var connection = await owner.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {host.Schema}.log_inbox (log, event_id, body, leaf) from stdin (format binary)");
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7();
            var body = new LogEntry
            {
                Log = Origin,
                Id = id,
                Type = "case_submitted.v1",
                Stream = id,
                Version = 1,
                Time = LogEntry.TimeOf(TimeProvider.System.GetUtcNow()),
                Commit = LogHash.Sha256(id.ToByteArray()),
            }.SignedBy(agency).ToBytes();
            entries.Add(body);
            await copy.StartRowAsync();
            await copy.WriteAsync(Id, NpgsqlDbType.Text);
            await copy.WriteAsync(id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(body, NpgsqlDbType.Bytea);
            await copy.WriteAsync(MerkleTree.LeafHash(body).ToArray(), NpgsqlDbType.Bytea);
        }
        await copy.CompleteAsync();
    }
}

/// <summary>What a client sees of a log of one size.</summary>
/// <param name="Receipts">By index: of the first, a middle and the last entry.</param>
/// <param name="Edge">The last tile of each row, full or partial, and the last bundle of entries.</param>
/// <param name="Beyond">Status of each tile one hash wider, or the next one.</param>
public sealed record Stop(
    string Checkpoint, IReadOnlyDictionary<long, string> Receipts, IReadOnlyDictionary<TilePath, byte[]> Edge,
    IReadOnlyDictionary<TilePath, int> Beyond)
{
    internal static async Task<Stop> FetchAsync(HttpClient client, long size)
    {
        var checkpoint = await client.GetStringAsync(new Uri("checkpoint", UriKind.Relative));
        var receipts = new Dictionary<long, string>();
        foreach (var index in new[] { 0, size / 2, size - 1 }.Where(index => index >= 0 && index < size))
            receipts[index] = await client.GetStringAsync(new Uri($"proof/{index}", UriKind.Relative));

        var (edge, beyond) = (new Dictionary<TilePath, byte[]>(), new Dictionary<TilePath, int>());
        foreach (int? level in new int?[] { null, 0, 1, 2, 3 })
        {
            var last = Math.Max(0, ((size >> ((level ?? 0) * TilePath.Height)) - 1) / TilePath.FullWidth);
            var width = TilePath.WidthAt(level, last, size);
            if (width > 0)
                edge[new(level, last, width)] = await client.GetByteArrayAsync(new Uri($"{new TilePath(level, last, width)}", UriKind.Relative));
            var wider = width == TilePath.FullWidth ? new TilePath(level, last + 1, 1) : new TilePath(level, last, width + 1);
            using var answer = await client.GetAsync(new Uri($"{wider}", UriKind.Relative));
            beyond[wider] = (int)answer.StatusCode;
        }
        return new(checkpoint, receipts, edge, beyond);
    }
}
