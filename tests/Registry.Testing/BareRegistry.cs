using JasperFx;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Log;
using Registry.Projections.Personal;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Testing;

/// <summary>The runtime below HTTP with a schema of its own and the demonstration authority; no sequencer runs by itself.</summary>
public partial class BareRegistry : IAsyncDisposable
{
    public const string Tenant = "340100";

    private static readonly ItemCode Item = ItemCode.Parse(Journeys.BusinessLicenceItem);
    private int submitted;

    public string Schema { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("registry-bare-").FullName;

    public string OwnerConnection { get; private set; } = "";

    /// <summary>Where the signing keys live; files unless set.</summary>
    internal KeySettings Keys { get; init; } = new();

    internal RegistryRuntime Runtime { get; private set; } = null!;

    internal TenantLog Log => Runtime.Logs.Of(Tenant);

    internal SignedHead Remembered => new(Runtime.Settings.CheckpointDirectory);

    /// <summary>Starts, or starts again after the server has been away.</summary>
    /// <param name="connection">Logs in as the owner of tables to be.</param>
    public async Task StartAsync(string connection)
    {
        OwnerConnection = connection;
        if (Runtime is not null)
            await Runtime.DisposeAsync();
        Runtime = await RegistryRuntime.StartAsync(
            new RegistrySettings { Schema = Schema, DataDirectory = DataDirectory, Demonstration = true, Keys = Keys },
            new(OwnerConnection), EmbeddedPostgresOptions.ForCommand, NullLogger.Instance, CancellationToken.None);
        await new EstablishAuthority(Runtime.Sessions, Runtime.Custody, Runtime.Clock).RunAsync(AuthorityFile.Demonstration());
    }

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A session of the citizen Wang Fang's.</summary>
    internal IDocumentSession CitizenSession() => Runtime.Sessions.Open(
        Tenant, new Act(Citizen(), correlation: null) { Ground = Ground.OwnRequest() });

    internal Actor Citizen() => new("person", Role.Citizen, null, null, Subject());

    public SubjectTag Subject() => Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340104199001010017");

    /// <summary>The applicant's name, opened for themselves; by another vault over the same tables where one is given.</summary>
    internal async Task<string?> NameIn(CaseId id, SubjectVault? vault = null)
    {
        await using var session = Runtime.Sessions.Query(Tenant);
        var @case = (await session.Events.AggregateStreamAsync<Case>(id.Value))!;
        var receipt = await Runtime.Accesses.RecordAsync(Tenant, new(
            Citizen(), AccessPolicy.OnCase(Citizen(), @case), [@case.Application.Subject], DataClass.Case, $"case/{id}", Correlation: null));
        return (await (vault ?? Runtime.Vault).OpenAsync(receipt!, @case.Application, CancellationToken.None))?.Applicant.Name;
    }

    /// <summary>Queues a case in a session without saving it.</summary>
    internal CaseId QueueCase(IDocumentSession session)
    {
        var today = new DateOnly(2026, 11, 23);
        var id = CaseId.Of(Guid.NewGuid());
        session.Events.StartStream<Case>(id.Value, new CaseEvent.Submitted(
            CaseNumber.Compose(Item, today, Interlocked.Increment(ref submitted)), Item, Item.ImplementingBody,
            RegionCode.Parse(Tenant), today,
            Personal<Application>.Of(
                Subject(), new(new Party("王芳", HolderCodeType.CitizenId, "340104199001010017"), "13800000000", new Dictionary<string, string>())),
            []));
        return id;
    }

    internal async Task<CaseId> SubmitCase()
    {
        await using var session = CitizenSession();
        var id = QueueCase(session);
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>Begins cases in one save; the ids of their streams.</summary>
    internal async Task<IReadOnlyCollection<Guid>> SubmitCases(int count)
    {
        await using var session = CitizenSession();
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => QueueCase(session).Value)];
        await session.SaveChangesAsync(CancellationToken.None);
        return ids;
    }

    /// <summary>Until the server has noticed that an earlier leader's connection is closed.</summary>
    internal Task NobodyLeads() => Eventually.HoldsAsync("nobody leads", async () => await Scalar<long>(
        "select count(*) from pg_locks where locktype = 'advisory' and granted and ((classid::bigint << 32) | objid::bigint) = "
        + $"hashtextextended('registry/sequencer/{{schema}}/{Log.Id}', 0)") == 0);

    /// <summary>Takes the lead, as soon as the server has noticed that an earlier leader's connection is closed.</summary>
    internal async Task<Sequencer> Lead(NpgsqlDataSource? source = null, Action<LogStep>? reached = null)
    {
        Sequencer? leader = null;
        await Eventually.HoldsAsync("nobody else leads", async () => (leader = await Sequencer.TryLeadAsync(
            source ?? Runtime.Database.Unpooled, Schema, Log.Id, CancellationToken.None, reached)) is not null);
        return leader!;
    }

    /// <summary>Which of the database server's processes hold the lead; at most one, unless something is very wrong.</summary>
    internal Task<int[]> LeadersAsync() => Scalar<int[]>(
        $$"""
        select coalesce(array_agg(pid), '{}') from pg_locks where locktype = 'advisory' and granted
        and (classid::bigint << 32 | objid::bigint) = hashtextextended('registry/sequencer/{{Schema}}/{{Log.Id}}', 0)
        """);

    /// <summary>Takes the lead, sequences all that waits and signs a checkpoint.</summary>
    internal async Task<long> SequenceAndSign()
    {
        await using var sequencer = await Lead();
        while (await sequencer.SequenceAsync(CancellationToken.None) > 0)
        {
        }
        var publisher = await StartPublisher(sequencer);
        await publisher.PublishAsync(CancellationToken.None);
        return sequencer.Size;
    }

    internal Task<Publisher> StartPublisher(Sequencer sequencer) => Publisher.StartAsync(
        sequencer, token => Runtime.RenewKeysAsync(Log, token), Runtime.LogReader, Schema, Remembered, CancellationToken.None,
        second: Runtime.OpenSecondLogSigner(Tenant, Log.Origin));

    /// <summary>Runs SQL as the owner of the tables, as an insider with that role could.</summary>
    public async Task AsOwner(string sql)
    {
        await using var source = NpgsqlDataSource.Create(OwnerConnection);
        await using var command = source.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(OwnerConnection);
        await using var command = source.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A store with the owner's rights, for rebuilding projections.</summary>
    internal DocumentStore OwnerStore(NpgsqlDataSource source) => DocumentStore.For(options =>
        RegistryStore.Configure(options, source, Schema, TimeProvider.System, AutoCreate.None));
}
