using Npgsql;
using Registry.Projections.Keys;
using Registry.Projections.Log.Fsck;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Recovery;

/// <param name="Entries">How many entries were put back, with their events.</param>
/// <param name="Size">Entries that the log has now.</param>
/// <param name="PeopleWithoutKey">
/// Persons whose key was lost with the database: their events are there and prove what they proved, but nobody can read them.
/// </param>
public sealed record Recovered(long Entries, long Size, long PeopleWithoutKey);

/// <summary>
/// After a restore that lost entries which were signed: replays them from an export that somebody kept, so that the log
/// extends what it promised (operations reference 2.4). Nothing is numbered anew, nothing signed.
/// </summary>
/// <param name="ownerConnection">The tables' owner.</param>
/// <param name="sequencer">Connections that lead: nobody else may, meanwhile.</param>
/// <param name="rebuild">For the read models of the events that were put back.</param>
public sealed class LogRecovery(
    string ownerConnection, NpgsqlDataSource sequencer, string schema, SignedHead remembered, LogKeyBook book, ReadModelRebuild rebuild)
{
    private readonly PromisedCheckpoints promises = new(remembered, book, schema);

    /// <param name="partly">Takes also what does not reach all that was signed, since the rest is known to be lost.</param>
    /// <exception cref="LogRefusedException">Another leads, or the export is not what this log was.</exception>
    public async Task<Recovered> ReplayAsync(TenantLog log, ExportedLog export, CancellationToken token, bool partly = false)
    {
        await using var lead = await Sequencer.TryLeadAsync(sequencer, schema, log.Id, token)
            ?? throw new LogRefusedException($"{log.Origin}: a server leads this log. Stop it first.");
        await using var owner = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await owner.OpenConnectionAsync(token);
        var promised = await promises.ReadAsync(connection, log, kept: null, token);
        var note = export.RequireExtension(lead.Head, promises.KeysOf(log), [.. promised.Select(promise => promise.Checkpoint)], partly);

        await using var transaction = await connection.BeginTransactionAsync(token);
        var recovered = await new EntryReplay(connection, transaction, schema, log)
            .RunAsync(lead.Head, export.From(lead.Size), note, token);
        await transaction.CommitAsync(CancellationToken.None);
        // A crash from here on: run again, there is nothing left to put back, and the read models are rebuilt.
        await rebuild.RunAsync(log.Tenant, progress: null, token);
        return new(recovered.Size - lead.Size, recovered.Size, await PeopleWithoutKeyAsync(connection, log, token));
    }

    private async Task<long> PeopleWithoutKeyAsync(NpgsqlConnection connection, TenantLog log, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select count(distinct subject) from (
                select data ->> 'subject' as subject from {schema}.mt_doc_casecard where tenant_id = $1
                union all select data ->> 'subject' from {schema}.mt_doc_licencecard where tenant_id = $1
                union all select jsonb_array_elements_text(data -> 'others') from {schema}.mt_doc_casecard where tenant_id = $1
                union all select jsonb_array_elements_text(data -> 'others') from {schema}.mt_doc_licencecard where tenant_id = $1
                union all select data ->> 'principal' from {schema}.mt_doc_delegationcard where tenant_id = $1) people
            where not exists (select from {schema}.subject_key k where k.tenant = $1 and k.subject = people.subject)
            """,
            connection).With(log.Tenant);
        return (long)(await select.ExecuteScalarAsync(token))!;
    }
}
