using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;
using Registry.Testing;

namespace Registry.Torture.Mutate;

/// <summary>
/// A history made over HTTP as its users would: cases, licences, one of two holders, looks, an imported register, two key rotations; with something
/// left in the inbox, an export and bundles taken, and a copy of every table to put things right from.
/// </summary>
internal sealed class Golden : IAsyncDisposable
{
    public const string Tenant = "340100";
    public const string Checkpoint = "checkpoint";

    private readonly RegistryHost host = new();

    private Golden() { }

    public RegistryRuntime Runtime => host.Services.GetRequiredService<RegistryRuntime>();

    public TenantLog Log => Runtime.Logs.Of(Tenant);

    public string Schema => host.Schema;

    /// <summary>Schema with the copies, one table for each.</summary>
    public string Copies => $"golden_{host.Schema}";

    /// <summary>The tables' owner's connections: no trigger and no foreign key stops them any more.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    public byte[] Export { get; private set; } = [];

    /// <summary>One of everything and one of a licence.</summary>
    public IReadOnlyList<byte[]> Bundles { get; private set; } = [];

    /// <summary>Of the first entry, one in the middle and the last.</summary>
    public IReadOnlyList<byte[]> Receipts { get; private set; } = [];

    /// <summary>The checkpoint and every tile of its size, by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Mirror { get; private set; } = new Dictionary<string, byte[]>();

    public string RememberedFile => Directory.GetFiles(Runtime.Settings.CheckpointDirectory, "*.checkpoint").Single();

    public static async Task<Golden> MakeAsync(int licences)
    {
        var golden = new Golden();
        var owner = new NpgsqlConnectionStringBuilder(await TestDatabase.ConnectionStringAsync()) { SearchPath = golden.Schema };
        golden.Owner = NpgsqlDataSource.Create(owner.ConnectionString);
        var licence = await golden.WriteHistoryAsync(licences);
        await golden.TakeEvidenceAsync(licence);
        // Nobody leads from here on: what follows stays in the inbox.
        foreach (var service in golden.host.Services.GetServices<IHostedService>().Where(one => one.GetType().Name == "SequencerService"))
            await service.StopAsync(CancellationToken.None);
        for (var i = 0; i < 3; i++)
            await golden.host.SubmittedCase();
        await golden.CopyAsync();
        return golden;
    }

    public Task<FsckReport> CheckAsync() => new FsckRun(Runtime.Database.Pooled, Runtime.Store, Schema, Runtime.LogKeysAsync)
        .RunAsync(Tenant, skipReadModels: false, progress: null, CancellationToken.None);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<object?[]>> QueryAsync(string sql, params object[] arguments)
    {
        await using var command = Owner.CreateCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.Add(new() { Value = argument });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"drop schema if exists {Copies} cascade");
        await Owner.DisposeAsync();
        await host.DisposeAsync();
    }

    private async Task<Guid> WriteHistoryAsync(int licences)
    {
        var agency = "11340100MB1AC012X9";
        var last = Guid.Empty;
        for (var i = 0; i < licences; i++)
        {
            (last, _) = await host.MintedLicence(i % 2 == 0 ? "citizen" : "citizen2");
            using var verifier = await host.SignedInAs("verifier");
            using var seen = await verifier.GetAsync(new Uri($"/api/v1/licences/{last}", UriKind.Relative));
            seen.EnsureSuccessStatusCode();
            if (i == licences / 3)
                await Runtime.Custody.RotateAsync(Tenant, Tenant, Es256.Name);
            // Late, as each of its signatures takes as long as thirty others.
            if (i == licences - 3)
                await Runtime.Custody.RotateAsync(Tenant, agency, Sm2.Name);
            if (i % 16 == 0)
                await PublishedAsync();
        }
        using var issuer = await host.SignedInAs("issuer");
        using var suspended = await issuer.WriteAsync($"/api/v1/licences/{last}/suspension", new { reason = "检查不合格" }, version: 1);
        suspended.EnsureSuccessStatusCode();
        await WriteTheRareAsync();
        await host.JointLicence();
        await CarryAsync();
        await PublishedAsync();
        return last;
    }

    /// <summary>
    /// Somebody lets another act for them, and asks to be forgotten once nothing of theirs need be kept; an officer asks to see
    /// a case in an emergency, another to look at somebody's covertly.
    /// </summary>
    private async Task WriteTheRareAsync()
    {
        using var company = await host.SignedInAs("company");
        using var submitted = await company.WriteAsync("/api/v1/cases", Journeys.Application());
        var id = (await submitted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var withdrawn = await company.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1);
        withdrawn.EnsureSuccessStatusCode();
        using var caseworker = await host.SignedInAs("caseworker");
        using var closed = await caseworker.WriteAsync($"/api/v1/cases/{id}/closing", version: 2);
        closed.EnsureSuccessStatusCode();
        using var granted = await company.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = "340111198506150022" }, kind = "legalRepresentative",
            until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30),
        });
        granted.EnsureSuccessStatusCode();
        using var asked = await company.WriteAsync("/api/v1/erasures", new { });
        asked.EnsureSuccessStatusCode();
        using var another = await host.SignedInAs("caseworker3");
        using var urgent = await another.WriteAsync($"/api/v1/cases/{await host.SubmittedCase()}/emergency", new { reason = "火灾" });
        urgent.EnsureSuccessStatusCode();
        using var investigator = await host.SignedInAs("investigator");
        using var covert = await investigator.WriteAsync("/api/v1/covert-inquiries", new
        {
            codeType = "111", code = "340104199001010017", warrant = "17", reason = "侦查",
            releaseOn = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30),
        });
        covert.EnsureSuccessStatusCode();
        using var issuer = await host.SignedInAs("issuer");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        using var shared = await issuer.WriteAsync("/api/v1/sharing-grants", new
        {
            recipient = "11340100MB1AC0103N", type = "11340100MB1AC012X9001", fields = new[] { "tradeName" }, basis = "caseExamination",
            purpose = new { zh = "办理卫生许可时核验", en = "Checked when sanitation permits are decided" }, from = today, until = today.AddDays(30),
        });
        shared.EnsureSuccessStatusCode();
        using var batch = await issuer.WriteAsync("/api/v1/licence-batches/reissues", new
        {
            name = "new-template", type = "11340100MB1AC012X9001", scope = "every", reason = new { zh = "启用新样式", en = "A new template" },
        });
        batch.EnsureSuccessStatusCode();
        await WatchAsync();
    }

    /// <summary>A holder carries a licence along as a credential, and makes a copy of it for somebody.</summary>
    private async Task CarryAsync()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        await PublishedAsync();
        using var citizen = await host.SignedInAs("citizen");
        using var carried = await citizen.WriteAsync($"/api/v1/licences/{licence}/credentials", new { });
        carried.EnsureSuccessStatusCode();
        using var copied = await citizen.WriteAsync($"/api/v1/licences/{licence}/copies", new
        {
            recipient = "合肥市房产局", purpose = "办理租赁备案", until = TimeProvider.System.GetUtcNow().AddDays(30),
        });
        copied.EnsureSuccessStatusCode();
    }

    /// <summary>A person is told of looks at their data and objects to one; the auditor watches for some, and the judge finds one.</summary>
    private async Task WatchAsync()
    {
        using var citizen = await host.SignedInAs("citizen");
        (await citizen.WriteAsync("/api/v1/my/notices/subscription", new { }, version: 0)).EnsureSuccessStatusCode().Dispose();
        using var looks = await citizen.GetAsync(new Uri("/api/v1/my/accesses?refused=false", UriKind.Relative));
        var looked = (await looks.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().First(line => line.TryGetProperty("agency", out _));
        (await citizen.WriteAsync("/api/v1/my/objections", new { access = looked.GetProperty("event").GetGuid(), reason = "与我无关" }))
            .EnsureSuccessStatusCode().Dispose();

        using var auditor = await host.SignedInAs("auditor");
        (await auditor.WriteAsync("/api/v1/audit/watched-persons", new { codeType = "111", code = "340104199001010017" }, version: 0))
            .EnsureSuccessStatusCode().Dispose();
        (await auditor.WriteAsync("/api/v1/audit/rules", new { kind = "watchedPerson" })).EnsureSuccessStatusCode().Dispose();
        using var officer = await host.SignedInAs("caseworker");
        (await officer.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = "340104199001010017" })).EnsureSuccessStatusCode().Dispose();
        await Eventually.HoldsAsync("the judge has found it", async () =>
            (long)(await host.RowAsync("select count(*) from mt_doc_findingcard"))[0]! > 0);
    }

    private async Task TakeEvidenceAsync(Guid licence)
    {
        using var auditor = await host.SignedInAs("auditor");
        var bundles = new List<byte[]>();
        foreach (var query in (string[])["scope=everything", $"scope=licence&id={licence}"])
            bundles.Add(await auditor.GetByteArrayAsync(new Uri($"/api/v1/log/bundles?{query}", UriKind.Relative)));
        Bundles = bundles;
        await PublishedAsync();
        Export = await auditor.GetByteArrayAsync(new Uri("/api/v1/log/export", UriKind.Relative));
        await MirrorAsync();
    }

    private async Task MirrorAsync()
    {
        using var anybody = host.Anonymous();
        var mirror = new Dictionary<string, byte[]> { [Checkpoint] = await FetchAsync(Checkpoint) };
        var size = Domain.Log.Checkpoint.Open(Encoding.UTF8.GetString(mirror[Checkpoint]), Log.Key).Value!.Size;
        foreach (var tile in TilesOf(null, size).Concat(TilesOf(0, size)).Concat(TilesOf(1, size)))
            mirror[$"{tile}"] = await FetchAsync($"{tile}");
        Mirror = mirror;
        Receipts = [await FetchAsync("proof/0"), await FetchAsync($"proof/{size / 2}"), await FetchAsync($"proof/{size - 1}")];

        Task<byte[]> FetchAsync(string path) => anybody.GetByteArrayAsync(new Uri($"/log/{Tenant}/{path}", UriKind.Relative));
    }

    /// <summary>The tiles of a row, or of the entries where there is no level, in a log of this size.</summary>
    public static IEnumerable<TilePath> TilesOf(int? level, long size)
    {
        for (var index = 0L; TilePath.WidthAt(level, index, size) is var width and > 0; index++)
            yield return new(level, index, width);
    }

    private Task PublishedAsync() => Eventually.HoldsAsync("everything is published", async () =>
        (long)(await host.RowAsync(
            """
            select (select count(*) from log_inbox) + (select count(*) from log_entry
                where idx >= (select coalesce(max(size), 0) from log_publication))
            """))[0]! == 0);

    private async Task CopyAsync()
    {
        await ExecuteAsync($"create schema {Copies}");
        foreach (var table in await TablesAsync())
            await ExecuteAsync(
                $"alter table {table} disable trigger user; create table {Copies}.{table} as table {Schema}.{table}");
        foreach (var key in await QueryAsync(
            "select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint where contype = 'f' and connamespace = $1::regnamespace",
            Schema))
            await ExecuteAsync((string)key[0]!);
    }

    public async Task<IReadOnlyList<string>> TablesAsync() =>
        [.. from row in await QueryAsync("select table_name::text from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'", Schema)
            select (string)row[0]!];
}
