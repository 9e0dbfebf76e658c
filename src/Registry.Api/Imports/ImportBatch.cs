using Marten;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Imports;
using Registry.Domain.Licences;
using Registry.Projections;
using Registry.Projections.Licences;
using Registry.Projections.Log;
using Registry.Projections.Personal;
using Registry.Projections.Schema;

namespace Registry.Api.Imports;

/// <summary>
/// Writes some licences in one transaction: their events, sealed, and the mark of each row they came from. So a row is
/// either a fact with its mark or neither, whenever the process dies.
/// </summary>
internal sealed class ImportBatch(
    RegistrySessions sessions, SubjectVault vault, NpgsqlDataSource database, string schema,
    string tenant, string register, Actor actor, string? correlation)
{
    /// <param name="licences">The rows of each licence.</param>
    /// <param name="token">For reading only.</param>
    public async Task<ImportTally> RunAsync(IReadOnlyList<RegisterRow[]> licences, bool dryRun, CancellationToken token)
    {
        var tally = new ImportTally();
        var known = await KnownRowsAsync(licences, token);
        var fresh = licences.Select(rows => Fresh(rows, known, tally)).Where(rows => rows.Length > 0).ToList();
        if (fresh.Count == 0)
            return tally;

        var act = new Act(actor, correlation) { Ground = Ground.RegisterImport(register) };
        await using var session = sessions.Open(tenant, act);
        var cards = (await session.LoadManyAsync<LicenceCard>(token, fresh.Select(rows => rows[0].Licence.Value)))
            .ToDictionary(card => card.Id);
        var accepted = new List<RegisterRow>();
        foreach (var rows in fresh)
        {
            var history = await FoldAsync(session, rows, cards.GetValueOrDefault(rows[0].Licence.Value), tally, token);
            tally.Events += history.Events.Count;
            tally.RowsImported += history.Accepted.Count;
            tally.Faults.AddRange(history.Faults);
            accepted.AddRange(history.Accepted);
        }
        if (dryRun || accepted.Count == 0)
            return tally;

        MarkRows(session, accepted);
        // Never cancelled: a commit whose outcome nobody waits for could be taken for one that did not happen.
        await session.SaveChangesAsync(CancellationToken.None);
        return tally;
    }

    private async Task<ImportedHistory> FoldAsync(
        IDocumentSession session, RegisterRow[] rows, LicenceCard? card, ImportTally tally, CancellationToken token)
    {
        var id = rows[0].Licence;
        if (card is null)
        {
            var history = LicenceImport.Fold(register, current: null, rows, TagOf);
            if (history.Events.Count > 0)
            {
                session.Events.StartStream<Licence>(id.Value, history.Events);
                tally.LicencesNew++;
            }
            return history;
        }

        // The same number was minted here, or comes from another register: whose history it is, a person must say.
        if (card.Source?.Register != register)
            return new([], [], [.. rows.Select(row => row.Fault(RowFaults.LicenceExists))]);

        var stream = await session.Events.FetchForWriting<Licence, LicenceId>(id, token);
        var further = LicenceImport.Fold(register, stream.Aggregate, rows, TagOf);
        if (further.Events.Count > 0)
        {
            stream.AppendMany(further.Events);
            tally.LicencesExtended++;
        }
        else
        {
            tally.LicencesUnchanged++;
        }
        return further;
    }

    private Domain.Personal.SubjectTag TagOf(Domain.Personal.Party holder) => vault.TagOf(holder.CodeType, holder.Code);

    private static RegisterRow[] Fresh(RegisterRow[] rows, Dictionary<string, string> known, ImportTally tally)
    {
        var fresh = new List<RegisterRow>(rows.Length);
        foreach (var row in rows)
        {
            if (!known.TryGetValue(row.Id, out var digest))
                fresh.Add(row);
            else if (digest == row.Digest)
                tally.RowsAlreadyImported++;
            else
                tally.Faults.Add(row.Fault(RowFaults.RowChanged));
        }
        if (fresh.Count == 0)
            tally.LicencesUnchanged++;
        return [.. fresh];
    }

    private async Task<Dictionary<string, string>> KnownRowsAsync(IReadOnlyList<RegisterRow[]> licences, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select row_id, digest from {schema}.import_row where tenant = $1 and register = $2 and row_id = any($3)")
            .With(tenant, register, licences.SelectMany(rows => rows).Select(row => row.Id).ToArray());
        await using var reader = await select.ExecuteReaderAsync(token);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(token))
            known.Add(reader.GetString(0), reader.GetString(1));
        return known;
    }

    private void MarkRows(IDocumentSession session, List<RegisterRow> rows) =>
        session.QueueSqlCommand(
            $"""
            insert into {schema}.import_row (tenant, register, row_id, digest, licence)
            select ?, ?, t.row_id, t.digest, t.licence from unnest(?, ?, ?) as t (row_id, digest, licence)
            """,
            tenant, register, rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Digest).ToArray(),
            rows.Select(row => row.Licence.Value).ToArray());
}
