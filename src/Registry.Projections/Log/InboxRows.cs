using Marten;
using Registry.Domain.Log;

namespace Registry.Projections.Log;

/// <summary>The entries of one save, written to the inbox by one statement in the save's transaction.</summary>
internal sealed class InboxRows
{
    /// <summary>SQLSTATE of a save into a log that another has followed: this process must be started again.</summary>
    public const string LogClosed = "RK002";

    private readonly List<Guid> ids = [];
    private readonly List<byte[]> bodies = [];
    private readonly List<byte[]> leaves = [];

    public void Add(Guid id, LogEntry entry)
    {
        var body = entry.ToBytes();
        ids.Add(id);
        bodies.Add(body);
        // Computed here and again by the sequencer: a bit that flips in between is caught before it is signed.
        leaves.Add(MerkleTree.LeafHash(body).ToArray());
    }

    public void Queue(IDocumentSession session, string schema, string log)
    {
        session.QueueSqlCommand($"call {schema}.require_open_log(?)", log);
        session.QueueSqlCommand(
            $"""
            insert into {schema}.log_inbox (log, event_id, body, leaf)
            select ?, t.event_id, t.body, t.leaf
            from unnest(?, ?, ?) with ordinality as t (event_id, body, leaf, place) order by t.place
            """,
            log, ids.ToArray(), bodies.ToArray(), leaves.ToArray());
    }
}
