namespace Registry.Api.Hosting.Postgres;

/// <summary>Waiting for a condition, never longer than told.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>True as soon as <paramref name="condition"/> holds; false when <paramref name="patience"/> has run out.</summary>
    public static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience) return false;
            await Task.Delay(Pause, ct);
        }

        return true;
    }
}
