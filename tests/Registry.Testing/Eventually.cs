namespace Registry.Testing;

/// <summary>Waits for a condition, for a bounded time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Never came true within {Patience.TotalSeconds} s: {what}");
            await Task.Delay(Step);
        }
    }
}
