using Marten;
using Registry.Domain.Log;

namespace Registry.Projections.Log;

/// <summary>An entry as it waits in the inbox.</summary>
internal sealed record InboxRow(Guid Id, byte[] Body, byte[] Leaf)
{
    public static InboxRow Of(Guid id, LogEntry entry)
    {
        var body = entry.ToBytes();
        // Computed here and again by the sequencer: a bit that flips in between is caught before it is signed.
        return new(id, body, MerkleTree.LeafHash(body).ToArray());
    }
}

/// <summary>The entries of one save, written to the inbox by one statement in the save's transaction.</summary>
internal static class InboxRows
{
    /// <summary>SQLSTATE of a save into a log that another has followed: this process must be started again.</summary>
    public const string LogClosed = "RK002";

    public static void Queue(IDocumentSession session, string schema, string log, IReadOnlyList<InboxRow> rows)
    {
        session.QueueSqlCommand($"call {schema}.require_open_log(?)", log);
        session.QueueSqlCommand(
            $"""
            insert into {schema}.log_inbox (log, event_id, body, leaf)
            select ?, t.event_id, t.body, t.leaf
            from unnest(?, ?, ?) with ordinality as t (event_id, body, leaf, place) order by t.place
            """,
            log, rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Body).ToArray(), rows.Select(row => row.Leaf).ToArray());
    }
}
