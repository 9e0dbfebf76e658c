using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>All that an exporter of traces and metrics would hear from this process, as text.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly ConcurrentDictionary<string, byte> heard = new();
    private readonly ActivityListener activities;
    private readonly MeterListener meters = new();

    public Telemetry()
    {
        activities = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Hear(activity.Source.Name, activity),
        };
        ActivitySource.AddActivityListener(activities);
        meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument.Name, tags));
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument.Name, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument.Name, tags));
        meters.Start();
    }

    public IReadOnlyCollection<string> Heard => [.. heard.Keys];

    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private void Hear(string source, Activity activity)
    {
        // What a client of this process does is not the server's to answer for.
        if (activity.Kind is ActivityKind.Client && source != "Npgsql")
            return;
        heard.TryAdd($"{source} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription}", 0);
        foreach (var (name, value) in activity.TagObjects.Concat(activity.Events.SelectMany(one => one.Tags)))
            heard.TryAdd($"{source} {activity.OperationName} {name}={value}", 0);
        foreach (var (name, value) in activity.Baggage)
            heard.TryAdd($"{source} baggage {name}={value}", 0);
    }

    private void Hear(string instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
            heard.TryAdd($"{instrument} {name}={value}", 0);
    }
}
