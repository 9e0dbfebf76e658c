using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Credentials;
using Registry.Domain.Erasures;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.Items;
using Registry.Domain.Keys;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Notices;
using Registry.Domain.Objections;
using Registry.Domain.Sharing;
using Registry.Projections.Access;
using Registry.Projections.Audit;
using Registry.Projections.Cases;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Credentials;
using Registry.Projections.Erasures;
using Registry.Projections.Delegations;
using Registry.Projections.Directory;
using Registry.Projections.Emergencies;
using Registry.Projections.Items;
using Registry.Projections.Keys;
using Registry.Projections.LicenceBatches;
using Registry.Projections.LicenceCopies;
using Registry.Projections.Licences;
using Registry.Projections.LicenceTypes;
using Registry.Projections.Notices;
using Registry.Projections.Objections;
using Registry.Projections.Sharing;

namespace Registry.Projections.Log.Fsck;

/// <summary>A row that a read model must have.</summary>
/// <param name="Stream">Whose events made it.</param>
/// <param name="Version">The stream's version, which Marten writes to a document's member of that name.</param>
internal sealed record ExpectedRow(string Id, object Document, Guid Stream, Guid LastEvent, long Version);

/// <summary>
/// A read model and the fold that makes its rows from one stream: the projection's own, so that the server, a rebuild and this
/// check cannot differ.
/// </summary>
/// <param name="ByStream">Whether a row's id is its stream's; else it begins with its event's.</param>
internal sealed record ReadModel(Type Document, bool ByStream, Func<IReadOnlyList<IEvent>, IEnumerable<ExpectedRow>> Rows)
{
    /// <summary>Every inline projection; a convention test holds the list to the store's.</summary>
    public static readonly IReadOnlyList<ReadModel> All =
    [
        Of<OfficerCard, OfficerEvent>(new OfficerCardProjection()),
        Of<ItemCard, ServiceItemEvent>(new ItemCardProjection()),
        Of<LicenceTypeCard, LicenceTypeEvent>(new LicenceTypeCardProjection()),
        Of<CaseCard, CaseEvent>(new CaseCardProjection()),
        Of<LicenceCard, LicenceEvent>(new LicenceCardProjection()),
        Of<LicenceCopyCard, LicenceCopyEvent>(new LicenceCopyCardProjection()),
        Of<CredentialCard, CredentialEvent>(new CredentialCardProjection()),
        Of<ErasureCard, ErasureEvent>(new ErasureCardProjection()),
        Of<DelegationCard, DelegationEvent>(new DelegationCardProjection()),
        Of<EmergencyCard, EmergencyEvent>(new EmergencyCardProjection()),
        Of<ObjectionCard, ObjectionEvent>(new ObjectionCardProjection()),
        Of<AuditRuleCard, AuditRuleEvent>(new AuditRuleCardProjection()),
        Of<PersonListCard, PersonListEvent>(new PersonListCardProjection()),
        Of<FindingCard, FindingEvent>(new FindingCardProjection()),
        Of<SubscriptionCard, SubscriptionEvent>(new SubscriptionCardProjection()),
        Of<CovertInquiryCard, CovertInquiryEvent>(new CovertInquiryCardProjection()),
        Of<LicenceBatchCard, LicenceBatchEvent>(new LicenceBatchCardProjection()),
        Of<SharingGrantCard, SharingGrantEvent>(new SharingGrantCardProjection()),
        Of<SigningKeyCard, SigningKeyEvent>(new SigningKeyCardProjection()),
        new(typeof(AccessRecord), ByStream: false, stream =>
            from fact in stream
            from record in AccessRecordProjection.RecordsOf(fact)
            select new ExpectedRow(record.Id, record, fact.StreamId, fact.Id, fact.Version)),
    ];

    /// <summary>The document's table, without the schema.</summary>
    public string Table => $"mt_doc_{Document.Name.ToLowerInvariant()}";

    /// <summary>The type of the table's ids. Given to the parameter, so that the primary key finds them.</summary>
    public string IdType => ByStream ? "uuid" : "varchar";

    private static ReadModel Of<TDocument, TEvent>(SingleStreamProjection<TDocument, Guid> projection)
        where TDocument : class where TEvent : class => new(typeof(TDocument), ByStream: true, stream =>
        {
            TDocument? document = null;
            IEvent? last = null;
            foreach (var fact in stream.Where(fact => fact.Data is TEvent))
                document = projection.Evolve(document, fact.StreamId, last = fact);
            return document is null ? [] : [new(last!.StreamId.ToString("D"), document, last.StreamId, last.Id, last.Version)];
        });
}
