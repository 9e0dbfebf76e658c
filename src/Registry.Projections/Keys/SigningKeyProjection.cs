using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Keys;

namespace Registry.Projections.Keys;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="SigningKey.Evolve"/>.</summary>
public sealed partial class SigningKeyProjection : SingleStreamProjection<SigningKey, SigningKeyId>
{
    public SigningKeyProjection() => EventCatalogue.Include<SigningKeyEvent>(IncludeType);

    public override SigningKey? Evolve(SigningKey? snapshot, SigningKeyId id, IEvent e) =>
        e.Data is SigningKeyEvent fact ? SigningKey.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
