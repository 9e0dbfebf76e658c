using Marten;
using Registry.Domain.Keys;

namespace Registry.Projections.Log;

/// <summary>
/// Keeps what an ended key signs out of the log, in each save's own transaction and across processes: whoever signs holds
/// the key's lock shared until the commit, whoever ends the key takes it alone. So the end is queued behind everything that
/// the key signed, and who comes later is refused.
/// </summary>
internal static class KeyGuard
{
    /// <summary>SQLSTATE of a save that was signed with a key that has ended. A second try takes the new key.</summary>
    public const string KeyEnded = "RK001";

    /// <summary>To be queued before the inbox rows.</summary>
    /// <param name="used">In one order everywhere, so that two saves never wait for each other.</param>
    public static void Queue(
        IDocumentSession session, string schema, string tenant, SortedSet<string> used, IEnumerable<string> ended)
    {
        foreach (var kid in used)
            session.QueueSqlCommand($"call {schema}.require_live_key(?, ?)", tenant, SigningKeyId.Of(kid).Value);
        foreach (var end in ended)
            session.QueueSqlCommand($"call {schema}.end_key(?)", SigningKeyId.Of(end).Value);
    }

    /// <summary>The keys that these events end.</summary>
    public static IReadOnlyList<string> EndedBy(IEnumerable<object> facts) =>
    [
        .. facts.Select(fact => fact switch
        {
            SigningKeyEvent.Retired retired => retired.Kid,
            SigningKeyEvent.Compromised compromised => compromised.Kid,
            _ => null,
        }).OfType<string>()
    ];
}
