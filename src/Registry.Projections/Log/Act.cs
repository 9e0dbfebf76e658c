using Marten;
using Registry.Domain.Access;

namespace Registry.Projections.Log;

/// <summary>
/// Who acts in a session, and why. The ground is known once the state it rests on has been read; nothing is saved
/// without one (invariant I9).
/// </summary>
public sealed class Act(Actor actor, string? correlation)
{
    private IDocumentSession? session;

    public Actor Actor { get; } = actor;

    /// <summary>Trace id of the request.</summary>
    public string? Correlation { get; } = correlation;

    public Ground? Ground
    {
        get;
        set
        {
            field = value;
            Stamp();
        }
    }

    internal void AttachTo(IDocumentSession opened)
    {
        session = opened;
        Stamp();
    }

    // Marten copies a session's headers to its events before inline projections run; listeners run after them.
    private void Stamp()
    {
        if (session is null || Ground is null)
            return;
        foreach (var (name, value) in EventMeta.Of(Actor, Ground, Correlation).Headers())
            session.SetHeader(name, value);
    }
}
