using System.Diagnostics;
using System.Globalization;

namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// The file a running postmaster keeps in its cluster (src/include/utils/pidfile.h): process id, directory, start time,
/// port, socket directory, listen address, shared memory key, status; one a line.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="ProcessId">The postmaster's process id.</param>
/// <param name="Port">Zero as long as the postmaster has not written it.</param>
/// <param name="Status">"starting", "ready", "stopping", "standby", or empty.</param>
/// <param name="Identity">The first four lines: no two postmasters share them.</param>
internal sealed record PostmasterPid(string Path, int ProcessId, int Port, string Status, string Identity)
{
    private const string FileName = "postmaster.pid";

    public static PostmasterPid? Read(string cluster) => ReadFile(System.IO.Path.Combine(cluster, FileName));

    /// <summary>
    /// True while that postmaster runs. A process with this id is not enough: after a crash the id may belong to anybody.
    /// A postmaster's working directory is its cluster, so there its own file is found again.
    /// </summary>
    public bool IsAlive()
    {
        var proc = $"/proc/{ProcessId}/cwd";
        return OperatingSystem.IsLinux()
            ? Directory.Exists(proc) && ReadFile(System.IO.Path.Combine(proc, FileName))?.Identity == Identity
            : NameOf(ProcessId) == "postgres";
    }

    /// <summary>True when some other process has the id, which PostgreSQL would take for a running postmaster.</summary>
    public bool IsReused() => !IsAlive() && NameOf(ProcessId) is not null;

    private static PostmasterPid? ReadFile(string path)
    {
        try
        {
            var lines = File.ReadAllLines(path);
            return Number(lines, 0) is var id and > 0
                ? new PostmasterPid(path, id, Number(lines, 3), Line(lines, 7), string.Join('\n', lines.Take(4)))
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string? NameOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Line(string[] lines, int index) => index < lines.Length ? lines[index].Trim() : "";

    private static int Number(string[] lines, int index) =>
        int.TryParse(Line(lines, index), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
