using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.CovertInquiries;

namespace Registry.Projections.CovertInquiries;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="CovertInquiry.Evolve"/>.</summary>
public sealed partial class CovertInquiryProjection : SingleStreamProjection<CovertInquiry, CovertInquiryId>
{
    public CovertInquiryProjection() => EventCatalogue.Include<CovertInquiryEvent>(IncludeType);

    public override CovertInquiry? Evolve(CovertInquiry? snapshot, CovertInquiryId id, IEvent e) =>
        e.Data is CovertInquiryEvent fact ? CovertInquiry.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
