using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Testing;

namespace Registry.Api.Tests.DataTracker;

/// <summary>A host that logs and traces all it can: whatever is written can be read.</summary>
public sealed class ChattyHost : RegistryHost
{
    private readonly Lines lines = new();
    private readonly ActivityListener spans;

    public ChattyHost()
    {
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => lines.Written.Enqueue(
                $"span {span.DisplayName} {string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))}"),
        };
        ActivitySource.AddActivityListener(spans);
    }

    public IReadOnlyCollection<string> Written => lines.Written;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Logging:LogLevel:Default", "Trace");
        builder.UseSetting("Logging:LogLevel:Registry", "Trace");
        builder.UseSetting("Logging:Console:LogLevel:Default", "None");
        // The stand-in for an identity provider writes down whose token it makes.
        builder.UseSetting("Logging:LogLevel:OpenIddict", "None");
        builder.ConfigureLogging(logging => logging.AddProvider(lines));
    }

    protected override void Dispose(bool disposing)
    {
        spans.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Written.Enqueue($"scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
