using System.Collections.Concurrent;
using System.Diagnostics;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>
/// What requests make the server do: the statements that it sends to PostgreSQL, in their order. Two requests that do the same
/// work are of one timing class, however slow the machine is; measuring time would only find this out less well.
/// </summary>
internal sealed class WorkWatch : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> statements = new();
    private readonly ActivityListener listener;

    public WorkWatch()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (StatementOf(activity) is { } sql)
                    statements.GetOrAdd(activity.TraceId.ToHexString(), _ => new()).Enqueue(sql);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Gives a request a trace of its own (W3C traceparent) and returns its id.</summary>
    public static string Mark(HttpRequestMessage request)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        return trace;
    }

    public IReadOnlyCollection<string> Of(string trace) => statements.TryGetValue(trace, out var all) ? all : [];

    public void Dispose() => listener.Dispose();

    // Npgsql 10 follows the semantic conventions; before, the tag was db.statement.
    private static string? StatementOf(Activity activity) =>
        activity.Source.Name == "Npgsql" ? (string?)(activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) : null;
}
