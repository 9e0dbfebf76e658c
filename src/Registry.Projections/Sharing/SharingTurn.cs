using Marten;
using Registry.Domain.Identifiers;
using Registry.Projections.Schema;

namespace Registry.Projections.Sharing;

/// <summary>Proposals of one agency come one after another, so that those that wait can be counted.</summary>
public static class SharingTurn
{
    /// <summary>Waits for the agency's turn and keeps it until the session's transaction ends: what is counted then holds until the commit.</summary>
    public static async Task TakeAsync(IDocumentSession session, string schema, Uscc owner, CancellationToken token)
    {
        await session.BeginTransactionAsync(token);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        command.With($"registry/sharing/{schema}/{session.TenantId}/{owner}");
        await command.ExecuteNonQueryAsync(token);
    }
}
