namespace Registry.Testing;

/// <summary>
/// Assembly fixture that removes the database when the last test has ended. xUnit kills a process that has not exited 10 s
/// after its tests and calls the run failed, and on a busy disk removing thousands of schemas takes longer.
/// </summary>
public sealed class TestDatabaseRemoval : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await TestDatabase.RemoveAsync();
}
