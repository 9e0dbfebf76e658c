using Npgsql;
using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Log;

/// <summary>What a reconciliation came to.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Size">Entries whose bytes were hashed anew.</param>
/// <param name="Miss">The first thing that is wrong; null when events and log agree.</param>
public sealed record Reconciliation(DateTimeOffset At, long Size, string? Miss);

/// <summary>
/// Compares events with inbox and entries, both ways, and hashes every entry anew: hourly, when a leader starts, and by the
/// operator's command. Counts and sequence numbers play no part (verifiable-log reference 7.5). A pass that was interrupted
/// goes on from the last verified entry.
/// </summary>
public sealed class Reconciler(NpgsqlDataSource database, string schema, TimeProvider clock)
{
    private LogAudit.Position? verified;

    public async Task<Reconciliation> RunAsync(TenantLog log, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var head = await LogHead.ReadAsync(connection, schema, log.Id, token);
        string? miss = null;
        try
        {
            if (await BothWays.FirstUnmatchedAsync(connection, schema, log.Tenant, token) is { } unmatched)
                miss = $"{unmatched.Code}: {unmatched.Detail}";
            else
                await AuditAsync(connection, head, token);
        }
        catch (LogRefusedException refusal)
        {
            miss = refusal.Message;
        }
        return new Reconciliation(clock.GetUtcNow(), head.Size, miss);
    }

    private async Task AuditAsync(NpgsqlConnection connection, LogHead head, CancellationToken token)
    {
        var position = await LogAudit.ReplayAsync(
            connection, schema, head.Log, verified ?? LogAudit.StartOf(head), head.Size, token, reached => verified = reached);
        // The next pass begins anew: what was sound an hour ago may have been changed since.
        verified = null;
        LogAudit.RequireHead(head, position);
    }
}
