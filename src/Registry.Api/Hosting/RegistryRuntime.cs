using System.Globalization;
using JasperFx;
using Marten;
using Registry.Api.Authorities;
using Registry.Api.Cases;
using Registry.Api.Documents;
using Registry.Api.Hosting.Postgres;
using Registry.Api.Imports;
using Registry.Api.Issuers;
using Registry.Api.LicenceBatches;
using Registry.Api.Licences;
using Registry.Api.LicenceTypes;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.Issuers;
using Registry.Projections.Keys;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;
using Registry.Projections.Log.Recovery;
using Registry.Projections.Personal;
using Registry.Projections.Schema;

namespace Registry.Api.Hosting;

/// <summary>
/// Everything below HTTP, composed once: database, schema, keys, vault, log. The server and the operator's commands both
/// stand on it.
/// </summary>
internal sealed class RegistryRuntime : IAsyncDisposable
{
    private readonly EmbeddedPostgres? cluster;

    private RegistryRuntime(
        RegistrySettings settings, EmbeddedPostgres? cluster, string ownerConnection, RegistryDatabase database, FileKeyStore files,
        IKeyStore keys, VaultKeys vault, TimeProvider clock)
    {
        this.cluster = cluster;
        Settings = settings;
        Database = database;
        Secrets = files;
        Keys = keys;
        Clock = clock;
        Seals = SealDirectory.Open(settings.Seals, files, clock);
        Vault = new SubjectVault(database.Pooled, settings.Schema, vault);
        VaultRotation = new VaultRotation(ownerConnection, settings.Schema, vault.Wrapping);
        Store = DocumentStore.For(options =>
            RegistryStore.Configure(options, database.Pooled, settings.Schema, clock, AutoCreate.None));
        Signers = new AgencySigners(keys, Store, clock);
        Sessions = new RegistrySessions(Store, Logs, Signers, Vault, settings.Schema);
        Address = new PublicAddress(settings.PublicAddress);
        Custody = new KeyCustody(Sessions, keys, Signers, new KeyCertificates(Sessions, Signers, Address, clock));
        Issuers = new IssuerSigners(Signers, Store);
        LogKeys = new LogKeyBook(database.Pooled, settings.Schema, keys);
        LogCustody = new LogKeyCustody(Sessions, keys, LogKeys);
        Accesses = new AccessRecorder(Sessions, clock);
        LogReader = new LogReader(database.Pooled, settings.Schema);
        var remembered = new SignedHead(settings.CheckpointDirectory);
        Rebuild = new ReadModelRebuild(database.Pooled, Store, settings.Schema, saves: TimeSpan.FromSeconds(2));
        Recovery = new LogRecovery(ownerConnection, database.Unpooled, settings.Schema, remembered, LogKeys, Rebuild);
        Succession = new LogSuccession(
            ownerConnection, database.Unpooled, settings.Schema, remembered, LogKeys, Signers, Vault, clock, OpenKeyAsync);
        Export = new LogExport(database.Pooled, settings.Schema);
        BundlePlanner = new BundlePlanner(database.Pooled, settings.Schema, Sessions, Logs);
        Bundles = new BundleExport(database.Pooled, settings.Schema, LogReader, Export);
        Replay = new LogReplay(database.Pooled, settings.Schema, BundlePlanner);
        Imports = new RegisterImporter(Sessions, Vault, database.Pooled, settings.Schema);
        References = new ReferenceStreams(Sessions, database.Pooled, settings.Schema);
        var (places, opening) = (new LicencePlaces(Vault), new BatchVault(Vault, Accesses));
        Batches = new BatchRunner(
            Sessions, Signers, new ReissueLot(Sessions, opening, places, clock),
            new MintLot(Sessions, opening, new LicenceMinter(places), new CaseItems(References), new LicenceTypeCatalogue(References), clock),
            database.Pooled, settings.Schema, clock);
    }

    public RegistrySettings Settings { get; }

    public RegistryDatabase Database { get; }

    /// <summary>Symmetric secrets, which are files wherever the signing keys are.</summary>
    public FileKeyStore Secrets { get; }

    public IKeyStore Keys { get; }

    /// <summary>The agencies' electronic seals; null where none are configured.</summary>
    public SealDirectory? Seals { get; }

    public AgencySigners Signers { get; }

    public KeyCustody Custody { get; }

    /// <summary>Where everybody finds issuers, types and status lists.</summary>
    public PublicAddress Address { get; }

    public IssuerSigners Issuers { get; }

    /// <summary>Directory, officers, items and types as nearly every request asks for them.</summary>
    public ReferenceStreams References { get; }

    public LogKeyBook LogKeys { get; }

    public LogKeyCustody LogCustody { get; }

    public TimeProvider Clock { get; }

    public DocumentStore Store { get; }

    public TenantLogs Logs { get; } = new();

    public SubjectVault Vault { get; }

    public VaultRotation VaultRotation { get; }

    public RegistrySessions Sessions { get; }

    public AccessRecorder Accesses { get; }

    public LogReader LogReader { get; }

    public LogExport Export { get; }

    public ReadModelRebuild Rebuild { get; }

    public LogRecovery Recovery { get; }

    public LogSuccession Succession { get; }

    public BundlePlanner BundlePlanner { get; }

    public BundleExport Bundles { get; }

    public LogReplay Replay { get; }

    public RegisterImporter Imports { get; }

    public BatchRunner Batches { get; }

    /// <summary>Starts or joins the database, brings the schema up to date, opens the keys and the authority's log.</summary>
    /// <exception cref="StartupFailure">With one line that says what to do.</exception>
    public static async Task<RegistryRuntime> StartAsync(
        RegistrySettings settings, DatabaseLogins logins, EmbeddedPostgresOptions cluster, ILogger logger, CancellationToken token)
    {
        // The first files to be opened: an unusable directory and a wrong passphrase show before anything is started.
        var (files, index) = KeyStores.OpenFiles(settings);
        var keys = KeyStores.Open(settings.Keys, files);
        var vault = new VaultKeys(KeyStores.OpenWrapping(keys, files, settings), index);
        var embedded = logins.Working is null
            ? await EmbeddedPostgres.StartAsync(settings.DataDirectory, cluster, logger, token)
            : null;
        try
        {
            var connection = embedded?.ConnectionString ?? logins.Working!;
            var owner = logins.Owner ?? connection;
            await PostgresServer.VerifyAsync(connection, token);
            await RegistrySchema.ApplyAsync(owner, settings.Schema, TimeProvider.System, token);
            var database = new RegistryDatabase(connection, logins.Sequencer ?? connection);
            var runtime = new RegistryRuntime(settings, embedded, owner, database, files, keys, vault, TimeProvider.System);
            await DatabaseSelfTest.RequireDefendedAsync(
                database, settings.Schema, settings.Demonstration ? LoginUse.Owner
                : logins.Sequencer is null ? LoginUse.BothRoles : LoginUse.OneRole, token);
            // Before anything can be read: a backup from before an erasure does not undo it.
            await runtime.Vault.DestroyErasedAsync(token);
            await runtime.OpenLogAsync(owner, settings.Authority, token);
            return runtime;
        }
        catch
        {
            if (embedded is not null)
                await embedded.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Accesses.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
        (Keys as IDisposable)?.Dispose();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    private async Task OpenLogAsync(string ownerConnection, string tenant, CancellationToken token)
    {
        foreach (var (log, origin) in await LogHead.EnsureAsync(
            ownerConnection, Settings.Schema, tenant, Settings.PublicHost,
            Clock.Today().Year.ToString(CultureInfo.InvariantCulture), token))
            Logs.Add(await OpenKeyAsync(tenant, log, origin, token));
    }

    private async Task<TenantLog> OpenKeyAsync(string tenant, string log, string origin, CancellationToken token)
    {
        if (Keys.Held(LogKeyBook.KeyName(tenant, origin)).Count == 0)
            Keys.Create(LogKeyBook.KeyName(tenant, origin), Ed25519.Name);
        if (Settings.Keys.Sm2Checkpoints && Secrets.Held(SecondLogKeyName(tenant, origin)).Count == 0)
            Secrets.Create(SecondLogKeyName(tenant, origin), Sm2.Name);
        return new(tenant, log, origin, await LogKeysAsync(origin, token), OpenSecondLogSigner(tenant, origin)?.VerifierKey);
    }

    /// <summary>The SM2 key that signs beside it, where the settings ask for one: a file, wherever the others are.</summary>
    public NoteSigner? OpenSecondLogSigner(string tenant, string origin) => Settings.Keys.Sm2Checkpoints
        ? new(origin, Secrets.Open(SecondLogKeyName(tenant, origin), Secrets.Held(SecondLogKeyName(tenant, origin)).Single()))
        : null;

    /// <summary>What verifies the checkpoints of a log, of an earlier epoch too.</summary>
    public async Task<CheckpointKeys> LogKeysAsync(string origin, CancellationToken token)
    {
        // The SM2 key whether or not it is to sign now: what it signed is kept.
        var name = SecondLogKeyName(Settings.Authority, origin);
        var second = Secrets.Held(name) is [var kid] ? new NoteSigner(origin, Secrets.Open(name, kid)).VerifierKey : null;
        return new((await LogKeys.ReadAsync(Settings.Authority, origin, token)).Keys.All) { Second = second };
    }

    /// <summary>Reads the log's keys anew, for this process to verify and to sign with.</summary>
    public async Task<LogSigners> RenewKeysAsync(TenantLog log, CancellationToken token)
    {
        var signers = await LogKeys.ReadAsync(log.Tenant, log.Origin, token);
        log.Keys = signers.Keys;
        return signers;
    }

    private static string SecondLogKeyName(string tenant, string origin) => $"sm2-{LogKeyBook.KeyName(tenant, origin)}";
}
