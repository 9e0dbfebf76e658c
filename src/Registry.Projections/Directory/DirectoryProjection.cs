using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Directory;

namespace Registry.Projections.Directory;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="AuthorityDirectory.Evolve"/>.</summary>
public sealed partial class DirectoryProjection : SingleStreamProjection<AuthorityDirectory, DirectoryId>
{
    public DirectoryProjection() => EventCatalogue.Include<DirectoryEvent>(IncludeType);

    public override AuthorityDirectory? Evolve(AuthorityDirectory? snapshot, DirectoryId id, IEvent e) =>
        e.Data is DirectoryEvent fact ? AuthorityDirectory.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
