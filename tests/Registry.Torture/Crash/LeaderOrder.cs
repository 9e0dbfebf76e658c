using Registry.Projections.Log;

namespace Registry.Torture.Crash;

/// <summary>What a leading process is told, as one line of JSON on its standard input.</summary>
/// <param name="Connection">Logs in as owner.</param>
/// <param name="Step">Where it stops.</param>
/// <param name="Times">How often it must have come there.</param>
/// <param name="Kill">Whether it kills itself there; else it says so and waits for another line.</param>
internal sealed record LeaderOrder(string Connection, string Schema, string DataDirectory, LogStep Step, int Times, bool Kill);
