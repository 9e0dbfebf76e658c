using System.Text.RegularExpressions;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>What one caller was answered who asked for one thing.</summary>
/// <param name="Outcome">Status and the problem's code, if it is one.</param>
/// <param name="Looks">All that the caller sees of it, without what differs between any two answers.</param>
/// <param name="Work">What it cost the server: the statements, and the access events recorded.</param>
internal sealed record Cell(Operation Operation, string Object, string Caller, string Outcome, string Looks, IReadOnlyList<string> Work);

/// <summary>One server for all cells, each asked for once.</summary>
public sealed partial class MatrixHost : RegistryHost, IAsyncLifetime
{
    internal IReadOnlyList<Operation> Operations { get; private set; } = [];

    internal IReadOnlyList<Cell> Cells { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var anybody = Anonymous();
        Operations = await Operation.AllAsync(anybody);
        var callers = await MatrixCallers.SignInAsync(this);
        var objects = await MatrixObjects.MakeAsync(this, callers);
        using var work = new WorkWatch();
        var cells = new List<(Cell Cell, string Trace)>();
        foreach (var operation in Operations.Where(operation => MatrixAsks.All.ContainsKey(operation.Id)))
            foreach (var (name, id) in objects[MatrixAsks.All[operation.Id].Kind])
                foreach (var (caller, client) in callers)
                    cells.Add(await AskAsync(client, operation, (name, id), caller));
        var recorded = await RecordedAsync();
        Cells = [.. cells.Select(one => one.Cell with { Work = [.. work.Of(one.Trace), .. recorded[one.Trace]] })];
    }

    private static async Task<(Cell, string)> AskAsync(HttpClient client, Operation operation, (string Name, string Id) asked, string caller)
    {
        using var request = MatrixAsks.Request(operation, asked.Id);
        var trace = WorkWatch.Mark(request);
        // Headers are enough: a stream of notices has no end.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode)
            await answer.Content.LoadIntoBufferAsync();
        var code = await answer.ProblemAsync();
        var outcome = code is null ? $"{(int)answer.StatusCode}" : $"{(int)answer.StatusCode} {code}";
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal);
        var body = code is null ? "" : TraceId().Replace(await answer.Content.ReadAsStringAsync(), "");
        return (new(operation, asked.Name, caller, outcome, string.Join('\n', [outcome, .. headers, body]), []), trace);
    }

    private async Task<ILookup<string, string>> RecordedAsync() =>
        (await this.RowsAsync(
            "select headers ->> 'correlation' || ' ' || type from mt_events where type like 'access%' and headers ->> 'correlation' is not null"))
        .Cast<string>().Select(row => row.Split(' ')).ToLookup(row => row[0], row => row[1]);

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
