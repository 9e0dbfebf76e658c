using System.Diagnostics;
using System.Globalization;
using System.Text;
using JasperFx.Events;
using Marten;
using Marten.Events;
using Registry.Api.Imports;
using Registry.Benchmarks.Harness;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Imports;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// A register import (check, fold, personal data encrypted, signatures, inbox rows, read model) against Marten's raw bulk
/// insert of as many events. Every row is a licence of a holder of its own: the dearest case.
/// </summary>
internal static class ImportBenchmark
{
    private static readonly Actor Operator = new("operator", Role.Platform, null, null, null);
    private static readonly ImportOptions Options = new();

    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        await using var bare = BareMarten.Open(await TestDatabase.ConnectionStringAsync());
        var rows = Math.Min(pace.Rows, 20_000);
        await BulkInsertAsync(bare, 100, new Timings());
        await ImportAsync(bench, "warm-up", serial: 90_000_000, 500, new Timings());

        var (inserted, imported) = (new Timings(), new Timings());
        for (var round = 0; round < pace.Rounds; round++)
        {
            var events = await ImportAsync(bench, $"round-{round}", serial: (round + 1) * 1_000_000, rows, imported);
            await BulkInsertAsync(bare, events, inserted);
        }
        table.Add("import", $"Marten BulkInsertEventsAsync, {rows:N0} events", inserted);
        table.Add(
            "import", $"register import, {rows:N0} rows, {Options.LicencesPerBatch} licences a transaction, {Options.Committers} at a time",
            imported, to: inserted);
    }

    internal static async Task<int> ImportAsync(BenchRuntime bench, string register, int serial, int rows, Timings timings)
    {
        if (!MappingFile.TryRead(Mapping(register), out var mapping, out var faults))
            throw new InvalidOperationException(string.Join("; ", faults));
        using var csv = new MemoryStream(Register(serial, rows));
        var clock = Stopwatch.StartNew();
        var report = await bench.Registry.Imports.RunAsync(
            BenchRuntime.Tenant, Operator, correlation: null, mapping, csv, Options, rejects: null, progress: null, CancellationToken.None);
        timings.Add(rows, clock.Elapsed);
        return report.RowsImported == rows
            ? report.Events
            : throw new InvalidOperationException($"{report.RowsImported} of {rows} rows: {report.Refusal?.Code} {string.Join(' ', report.Faults.Take(3))}");
    }

    private static async Task BulkInsertAsync(DocumentStore bare, int events, Timings timings)
    {
        StreamAction[] streams = [.. Enumerable.Range(0, events).Select(number =>
            StreamAction.Start((EventGraph)bare.Options.Events, Guid.NewGuid(), BareMarten.Event(number)))];
        var clock = Stopwatch.StartNew();
        await bare.BulkInsertEventsAsync(streams);
        timings.Add(events, clock.Elapsed);
    }

    private static byte[] Mapping(string register) => Encoding.UTF8.GetBytes($$"""
        {
          "register": "{{register}}", "issuer": "11340100MB1AC012X9", "licenceType": { "fixed": "11340100MB1AC012X9001" },
          "licenceNumber": "number", "rowId": "id", "order": [{ "column": "id" }], "kind": { "fixed": "issue" },
          "dates": ["yyyy-MM-dd"], "issuedOn": "from", "validFrom": "from", "validUntil": "until",
          "holder": { "name": "holder", "code": "code", "codeType": { "fixed": "001" } },
          "face": { "tradeName": "name", "address": "address", "scope": "scope" }
        }
        """);

    private static byte[] Register(int serial, int rows)
    {
        var csv = new StringBuilder("id,number,from,until,holder,code,name,address,scope\n");
        for (var number = serial; number < serial + rows; number++)
            csv.Append(
                CultureInfo.InvariantCulture,
                $"R{number},{number:D14},2024-01-01,2027-12-31,合肥市示范商行{number},{HolderCode(number)},示范商行{number},示范路{number}号,零售\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    // The organisation code within has a check character of its own, which only reading tells.
    private static string HolderCode(int number) => "0123456789X".Select(check => $"92340199{number:D8}{check}")
        .Select(code => code + Uscc.CheckCharacter(code)).First(code => Uscc.TryParse(code, null, out _));
}
