using Registry.Benchmarks.Harness;
using Registry.Domain.Identifiers;
using Registry.Projections.Schema;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// The first page of "who looked at my data" over HTTP, one caller: somebody with a fiftieth of all entries, against somebody with a
/// hundred. The rows are generated, of the usual size; no events stand behind them.
/// </summary>
internal static class LookersBenchmark
{
    private const int Few = 100;

    public static async Task RunAsync(Pace pace, Table table)
    {
        var (rows, many) = (pace.LogSize / 2, pace.LogSize / 100);
        await using var bench = await BenchRuntime.StartAsync();
        await FillAsync(bench, rows);
        await using (var server = await ServerProcess.StartAsync(bench.Environment))
        {
            using var known = await server.SignedInAs("citizen");
            using var unknown = await server.SignedInAs("citizen2");
            var timings = await Load.CompareAsync(pace, callers: 1, () => PageAsync(unknown, ""), () => PageAsync(known, ""), () => PageAsync(known, "?purpose=verification"));
            table.Add("looked", $"first page of {Few} entries among {rows:N0}", timings[0]);
            table.AddMedians("looked", $"… of {many:N0}", timings[1], to: timings[0]);
            table.AddMedians("looked", "… of one purpose, the oldest tenth of them", timings[2], to: timings[0]);
        }
        await GeneratedLog.RemoveAsync(bench);
    }

    private static async Task PageAsync(HttpClient citizen, string query)
    {
        using var answer = await citizen.GetAsync(new Uri($"/api/v1/my/accesses{query}", UriKind.Relative));
        if ((await answer.EnsureSuccessStatusCode().JsonAsync()).GetArrayLength() != 50)
            throw new InvalidOperationException("The first page is full.");
    }

    private static async Task FillAsync(BenchRuntime bench, int rows)
    {
        var vault = bench.Registry.Vault;
        var (known, unknown) = (vault.TagOf(HolderCodeType.CitizenId, "340104199001010017"), vault.TagOf(HolderCodeType.CitizenId, "340111198506150022"));
        await using var fill = bench.Owner.CreateCommand(
            $$$"""
            insert into {{{bench.Schema}}}.mt_doc_accessrecord (tenant_id, id, mt_dotnet_type, mt_version, data)
            select $1, t.event || '/0', 'Registry.Projections.Access.AccessRecord', '00000000-0000-0000-0000-000000000000',
                jsonb_build_object(
                    'id', t.event || '/0', 'subject', case when t.n % 50 = 0 then $4 when t.n <= $3 * 50 and t.n % 50 = 1 then $5 else md5((t.n / 40)::text) end,
                    'eventId', t.event, 'at', to_char(timestamp '2026-01-01' + t.n * interval '5 seconds', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'number', t.n,
                    'by', jsonb_build_object(
                        'actor', 'officer-' || t.n % 1000, 'role', 'caseworker', 'agency', '11340100MB1AC012X9', 'region', '340100',
                        'purpose', case when t.n > $2 / 10 then 'case-handling' else 'verification' end, 'basis', '《行政许可法》第三十四条',
                        'step', 'case/' || t.event || '/Accepted', 'correlation', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'),
                    'data', 'Case', 'resource', 'case/' || t.event, 'fields', jsonb_build_array('holder.name', 'holder.code:masked', 'phone:masked', 'form', 'remarks'))
            from (select n, md5(n::text)::uuid::text as event from generate_series(1, $2) n) t
            """).With(BenchRuntime.Tenant, rows, Few, known.Value, unknown.Value);
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync();
        await using var analyze = bench.Owner.CreateCommand($"vacuum analyze {bench.Schema}.mt_doc_accessrecord");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
    }
}
