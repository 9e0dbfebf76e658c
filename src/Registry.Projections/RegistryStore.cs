using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Schema;
using Marten.Schema.Indexing.Unique;
using Npgsql;
using Registry.Projections.Access;
using Registry.Projections.Audit;
using Registry.Projections.Cases;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Credentials;
using Registry.Projections.Delegations;
using Registry.Projections.Directory;
using Registry.Projections.Emergencies;
using Registry.Projections.Erasures;
using Registry.Projections.Items;
using Registry.Projections.Keys;
using Registry.Projections.LicenceBatches;
using Registry.Projections.LicenceCopies;
using Registry.Projections.Licences;
using Registry.Projections.LicenceSlots;
using Registry.Projections.LicenceTypes;
using Registry.Projections.Notices;
using Registry.Projections.Objections;
using Weasel.Core;
using Registry.Projections.Sharing;

namespace Registry.Projections;

/// <summary>All of Marten's options in one place; style reference section 2 gives the reason for each.</summary>
public static class RegistryStore
{
    /// <param name="options">Marten's options.</param>
    /// <param name="source">Connections of the role that uses the store.</param>
    /// <param name="schema">One PostgreSQL schema for events, read models and log.</param>
    /// <param name="clock">The only clock: event times come from it.</param>
    /// <param name="autoCreate">None at runtime; the owner's store creates and updates.</param>
    public static void Configure(
        StoreOptions options, NpgsqlDataSource source, string schema, TimeProvider clock, AutoCreate autoCreate)
    {
        options.Connection(source);
        options.DatabaseSchemaName = schema;
        options.Events.DatabaseSchemaName = schema;
        options.AutoCreateSchemaObjects = autoCreate;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);

        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Policies.AllDocumentsAreMultiTenanted();
        options.Events.TimeProvider = clock;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.EnableBigIntEvents = true;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.AutoDiscoverTagTypes = false;
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
        EventCatalogue.Map(options.Events);

        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;

        options.Projections.Add<DirectoryProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<OfficerProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<SigningKeyProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<LogKeyProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<ServiceItemProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<LicenceTypeProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<DelegationProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<EmergencyProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<CovertInquiryProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<SharingGrantProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<LicenceBatchProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<CaseProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<LicenceProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<LicenceCopyProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<LicenceSlotProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<CredentialProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<ErasureProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<ObjectionProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<AuditRuleProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<PersonListProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<FindingProjection>(ProjectionLifecycle.Live);
        options.Projections.Add<SubscriptionProjection>(ProjectionLifecycle.Live);

        options.Projections.Add<SigningKeyCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<OfficerCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<ItemCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<LicenceTypeCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<CaseCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<LicenceCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<LicenceCopyCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<CredentialCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<ErasureCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<DelegationCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<EmergencyCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<ObjectionCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<AuditRuleCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<PersonListCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<FindingCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<SubscriptionCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<CovertInquiryCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<SharingGrantCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<LicenceBatchCardProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add(
            new AccessRecordProjection(), ProjectionLifecycle.Inline, AccessRecordProjection.Name,
            rebuild => rebuild.DeleteViewTypeOnTeardown<AccessRecord>());

        options.Schema.For<SigningKeyCard>().Index(card => card.Owner);
        options.Schema.For<OfficerCard>().Index(card => card.ProtectsData);
        options.Schema.For<CaseCard>().Index(card => card.Subject).Index(card => card.Agency).Index(card => card.Phone!)
            .IgnoreIndex("case_by_co_applicant").IgnoreIndex("case_by_named");
        options.Schema.For<LicenceCard>().Index(card => card.Subject).Index(card => card.Issuer).IgnoreIndex("licence_by_co_holder");
        options.Schema.For<LicenceCopyCard>().Index(card => card.Licence);
        options.Schema.For<CredentialCard>().Index(card => card.Licence).Index(card => card.Subject).UniqueIndex(
            UniqueIndexType.Computed, "credential_place", TenancyScope.PerTenant, card => card.Issuer, card => card.List, card => card.Index);
        options.Schema.For<ErasureCard>().Index(card => card.Subject);
        options.Schema.For<DelegationCard>().Index(card => card.Principal).Index(card => card.Delegate);
        options.Schema.For<FindingCard>().Index(card => card.IsOpen).Index(card => card.At).Index(card => card.Agency);
        options.Schema.For<CovertInquiryCard>().Index(card => card.Agency).Index(card => card.Subject);
        options.Schema.For<LicenceBatchCard>().Index(card => card.Agency);
        options.Schema.For<SharingGrantCard>().Index(card => card.Owner).Index(card => card.Recipient);
        options.Schema.For<EmergencyCard>().Index(card => card.Agency).Index(card => card.Subject);
        options.Schema.For<SubscriptionCard>().Index(card => card.Subject);
        options.Schema.For<ObjectionCard>().Index(card => card.Agency).Index(card => card.Subject);
        // Its indexes are in registry.sql: over two members and the id, which Marten cannot say.
        options.Schema.For<AccessRecord>()
            .IgnoreIndex("access_by_subject").IgnoreIndex("access_in_emergency").IgnoreIndex("access_by_time")
            .IgnoreIndex("access_by_officer").IgnoreIndex("access_by_agency").IgnoreIndex("access_outside_grounds").IgnoreIndex("access_refused")
            .IgnoreIndex("access_covert").IgnoreIndex("access_shared");
    }

}
