using Npgsql;
using Registry.Api.Commands;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Imports;
using Registry.Projections;
using Registry.Projections.Personal;

namespace Registry.Api.Imports;

/// <summary>
/// Takes an existing register over into signed, logged histories. The file is checked as a whole, then read once more for
/// every <see cref="ImportOptions.RowsInMemory"/> rows and written licence by licence. Running it again adds what is new
/// and nothing else, which is also how an import that died is resumed.
/// </summary>
internal sealed class RegisterImporter(
    RegistrySessions sessions, SubjectVault vault, NpgsqlDataSource database, string schema)
{
    /// <param name="csv">Must be able to seek; it is not closed.</param>
    /// <param name="rejects">Where the reject file goes; null for none. Not closed.</param>
    /// <param name="token">Ends the import after the batches that are being written.</param>
    public async Task<ImportReport> RunAsync(
        string tenant, Actor actor, string? correlation, RegisterMapping mapping, Stream csv, ImportOptions options,
        Stream? rejects, IProgress<ImportProgress>? progress, CancellationToken token)
    {
        var file = await Task.Run(() => RegisterFile.Open(csv, mapping), token);
        var check = await Task.Run(() => RegisterCheck.Run(file, mapping, options, progress, token), token);
        if (check.Refusal is { } refusal)
            return ImportReport.Refused(mapping.Register, options.DryRun, refusal);

        await using var turn = await ImportTurn.TakeAsync(database, schema, tenant, mapping.Register, options.DryRun, token);
        if (turn is null)
            return ImportReport.Refused(mapping.Register, options.DryRun, new Refusal("import-running", mapping.Register));

        var batch = new ImportBatch(sessions, vault, database, schema, tenant, mapping.Register, actor, correlation);
        var tally = await ImportAsync(check, batch, options, progress, token);
        var faults = check.Faults.Values.SelectMany(found => found).Concat(tally.Faults).ToLookup(fault => fault.RowNumber);
        if (rejects is not null)
            await RejectFile.WriteAsync(rejects, file, faults, token);
        return new(
            mapping.Register, options.DryRun, Refusal: null, file.EncodingName, check.Rows, tally.RowsImported,
            tally.RowsAlreadyImported, faults.Count,
            [.. faults.OrderBy(row => row.Key).SelectMany(found => found)], tally.LicencesNew, tally.LicencesExtended,
            tally.LicencesUnchanged, tally.Events);
    }

    private static async Task<ImportTally> ImportAsync(
        RegisterCheck check, ImportBatch batch, ImportOptions options, IProgress<ImportProgress>? progress,
        CancellationToken token)
    {
        var total = new ImportTally();
        var done = 0;
        var lots = (check.GoodRows + options.RowsInMemory - 1) / options.RowsInMemory;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Committers, CancellationToken = token };
        for (var lot = 0; lot < lots; lot++)
        {
            var current = lot;
            // All rows of a licence fall into one lot, whatever their places in the file.
            var licences = check.ReadGood(row => (row.Licence.GetHashCode() & int.MaxValue) % lots == current)
                .GroupBy(row => row.Licence).Select(rows => rows.ToArray());
            await Parallel.ForEachAsync(licences.Chunk(options.LicencesPerBatch), parallel, async (chunk, stop) =>
            {
                var outcome = await Attempts.RunAsync(() => batch.RunAsync(chunk, options.DryRun, stop));
                lock (total)
                {
                    total.Add(outcome);
                    done += chunk.Sum(rows => rows.Length);
                    progress?.Report(new(ImportPhase.Importing, done, check.GoodRows));
                }
            });
        }
        return total;
    }
}
