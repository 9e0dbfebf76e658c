using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Credentials;

namespace Registry.Projections.Credentials;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Credential.Evolve"/>.</summary>
public sealed partial class CredentialProjection : SingleStreamProjection<Credential, CredentialId>
{
    public CredentialProjection() => EventCatalogue.Include<CredentialEvent>(IncludeType);

    public override Credential? Evolve(Credential? snapshot, CredentialId id, IEvent e) =>
        e.Data is CredentialEvent fact ? Credential.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
