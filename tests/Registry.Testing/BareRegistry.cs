using JasperFx;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Credentials;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Notices;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;
using Registry.Projections;
using Registry.Projections.Log;
using Registry.Projections.Personal;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Testing;

/// <summary>The runtime below HTTP with a schema of its own and the demonstration authority; no sequencer runs by itself.</summary>
public class BareRegistry : IAsyncDisposable
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

    /// <summary>A licence of Wang Fang's that has been renewed once.</summary>
    internal async Task<LicenceId> MintLicence()
    {
        var serial = $"T{Interlocked.Increment(ref submitted):D8}";
        var issuer = Item.ImplementingBody;
        var identifier = LicenceIdentifier.Mint(LicenceTypeCode.Parse($"{issuer}001"), issuer, serial, version: 1);
        var term = new Term(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        var face = Personal<LicenceFace>.Of(
            Subject(), new(new Party("王芳", HolderCodeType.CitizenId, "340104199001010017"), new Dictionary<string, string>()));
        var id = LicenceId.Of(identifier);
        await using var session = CitizenSession();
        session.Events.StartStream<Licence>(
            id.Value,
            new LicenceEvent.Minted(identifier, term, face, CaseId.Of(Guid.NewGuid())),
            new LicenceEvent.Renewed(identifier.NextVersion(), term with { Until = new DateOnly(2027, 12, 31) }, face, Source: null));
        var slot = LicenceSlotId.Of(identifier.Type, Subject(), Runtime.Vault.IndexOf("licence-site", serial));
        session.Events.StartStream<LicenceSlot>(slot.Value, new LicenceSlotEvent.Taken(id));
        var note = Personal<CopyNote>.Of(Subject(), new("合肥市房产局", "办理租赁备案"));
        session.Events.StartStream<LicenceCopy>(
            Guid.NewGuid(), new LicenceCopyEvent.Made(
                id, identifier, CopyMaker.Holder, note, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(7)));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A credential of a licence of Wang Fang's, signed by nobody.</summary>
    internal async Task<CredentialId> MintCredential(LicenceId licence)
    {
        var id = CredentialId.Of(Guid.NewGuid());
        await using var session = CitizenSession();
        session.Events.StartStream<Credential>(id.Value, new CredentialEvent.Minted(
            licence, 2, Item.ImplementingBody, 1, Interlocked.Increment(ref submitted), "kid", new string('a', 64), HolderKey: null,
            Personal<CredentialText>.Of(Subject(), new("credential"))));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A delegation that Wang Fang gave to Li Qiang.</summary>
    internal async Task<DelegationId> GrantDelegation()
    {
        var id = DelegationId.Of(Guid.NewGuid());
        var day = new DateOnly(2026, 11, 23);
        var neighbour = Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340111198506150022");
        await using var session = CitizenSession();
        session.Events.StartStream<Delegation>(id.Value, DelegationDecider.Grant(
            Subject(), new("王芳", HolderCodeType.CitizenId, "340104199001010017"), neighbour, HolderCodeType.CitizenId,
            DelegationKind.Agent, [DelegatedPurpose.ReadCases], day.AddYears(1), day).Events);
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>An emergency access that nobody has released.</summary>
    internal async Task<EmergencyId> AskInEmergency()
    {
        var id = EmergencyId.Of(Guid.NewGuid());
        await using var session = CitizenSession();
        session.Events.StartStream<Emergency>(id.Value, new EmergencyEvent.Asked(
            CaseId.Of(Guid.NewGuid()), Item.ImplementingBody, RegionCode.Parse(Tenant), "officer-commerce-3",
            Personal<Remark>.Of(Subject(), new("同事不在"))));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>An objection of Wang Fang's that somebody has taken up.</summary>
    internal async Task<ObjectionId> Object()
    {
        var id = ObjectionId.Of(Guid.NewGuid(), Subject(), 1);
        var day = new DateOnly(2026, 11, 23);
        await using var session = CitizenSession();
        session.Events.StartStream<Objection>(
            id.Value,
            new ObjectionEvent.Raised(
                Guid.NewGuid(), Item.ImplementingBody, "officer-commerce-3", Personal<Remark>.Of(Subject(), new("我不认识此人")), day,
                day.AddDays(21), "CN-2026"),
            new ObjectionEvent.Taken("officer-commerce-5", day));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>An audit rule, a list of persons and a finding, each with what ends it.</summary>
    internal async Task Audit()
    {
        var rule = AuditRuleId.Of(Guid.NewGuid());
        await using var session = CitizenSession();
        session.Events.StartStream<AuditRule>(
            rule.Value, new AuditRuleEvent.Defined(new(AuditRuleKind.MassLookUp, MostPersons: 20, WithinMinutes: 60)),
            new AuditRuleEvent.Retired(new DateOnly(2026, 11, 23)));
        session.Events.StartStream<PersonList>(
            PersonListId.RelatedTo(RegionCode.Parse(Tenant), rule.ToString()).Value, new PersonListEvent.Added("officer-commerce-1", Subject()),
            new PersonListEvent.Removed(Subject()));
        session.Events.StartStream<Finding>(
            FindingId.Of(rule, Guid.Empty).Value,
            new FindingEvent.Raised(
                rule, 1, AuditRuleKind.MassLookUp, "officer-commerce-1", Item.ImplementingBody, DateTimeOffset.UnixEpoch, [Guid.Empty]),
            new FindingEvent.Closed("auditor-1", FindingConclusion.Justified, Personal<Remark>.Of(Subject(), new("因公"))));
        await session.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>A subscription to all notices, of whoever has this code.</summary>
    internal async Task SubscribeToNotices(string code)
    {
        var subject = Runtime.Vault.TagOf(HolderCodeType.CitizenId, code);
        await using var session = CitizenSession();
        session.Events.StartStream<Subscription>(
            SubscriptionId.Of(subject).Value, new SubscriptionEvent.Subscribed(subject, "person", [], new DateOnly(2026, 11, 23)));
        await session.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>A covert inquiry about Wang Fang, authorised and put off once.</summary>
    internal async Task<CovertInquiryId> InquireCovertly()
    {
        var (id, day) = (CovertInquiryId.Of(Guid.NewGuid()), new DateOnly(2027, 1, 31));
        await using var session = CitizenSession();
        session.Events.StartStream<CovertInquiry>(
            id.Value,
            new CovertInquiryEvent.Requested(
                Item.ImplementingBody, AuthorityClass.PublicSecurity, "officer-police-1",
                Personal<CovertCause>.Of(Subject(), new("合公（刑）调证字〔2026〕17号", "侦查")), day),
            new CovertInquiryEvent.Authorised("officer-police-3"),
            new CovertInquiryEvent.ExtensionRequested("officer-police-1", Personal<Remark>.Of(Subject(), new("未结")), day.AddMonths(3)),
            new CovertInquiryEvent.Extended("officer-police-3", day.AddMonths(3)));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A sharing grant of another agency's, approved.</summary>
    internal async Task<SharingGrantId> ShareWithAnother()
    {
        var (id, day) = (SharingGrantId.Of(Guid.NewGuid()), new DateOnly(2026, 11, 23));
        await using var session = CitizenSession();
        session.Events.StartStream<SharingGrant>(
            id.Value,
            new SharingGrantEvent.Proposed(
                Item.ImplementingBody, Uscc.Parse("11340100MB1AC0103N"), LicenceTypeCode.Parse("11340100MB1AC012X9001"), ["tradeName"],
                SharingBasis.CaseExamination, new("办理卫生许可时核验", "Checked when sanitation permits are decided"), day, day.AddYears(1),
                "officer-commerce-2"),
            new SharingGrantEvent.Approved("officer-commerce-4"));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A batch that was approved and ended.</summary>
    internal async Task ProposeBatch(string name)
    {
        var (agency, day) = (Item.ImplementingBody, new DateOnly(2026, 11, 23));
        await using var session = CitizenSession();
        session.Events.StartStream<LicenceBatch>(
            LicenceBatchId.Of(agency, name).Value,
            new LicenceBatchEvent.ReissueProposed(
                name, agency, LicenceTypeCode.Parse("11340100MB1AC012X9001"), 1, ReissueScope.Every, new("启用新样式", "A new template"),
                "officer-commerce-2", day),
            new LicenceBatchEvent.Approved("officer-commerce-4", day),
            new LicenceBatchEvent.Ended("officer-commerce-2", day));
        await session.SaveChangesAsync(CancellationToken.None);
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
