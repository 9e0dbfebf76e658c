using System.Globalization;
using System.Text.RegularExpressions;

namespace Registry.Api.Hosting.Postgres;

/// <summary>A directory with the server programs of one PostgreSQL version.</summary>
/// <param name="BinDirectory">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">The major version, for example 15.</param>
public sealed partial record PostgresBinaries(string BinDirectory, int Major)
{
    /// <summary>The oldest version the registry runs on.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    internal string Initdb => Path.Combine(BinDirectory, "initdb");

    internal string PgCtl => Path.Combine(BinDirectory, "pg_ctl");

    internal string Postgres => Path.Combine(BinDirectory, "postgres");

    /// <summary>
    /// Directories that may hold the server programs, best first: PATH, then the places where Debian, PGDG's RPMs,
    /// source builds and Homebrew put them, the highest version first.
    /// </summary>
    public static IEnumerable<string> UsualDirectories() =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted),
        .. Versions("/usr/lib/postgresql", "*", "bin"),
        .. Versions("/usr", "pgsql-*", "bin"),
        "/usr/local/pgsql/bin",
        .. Versions("/opt/homebrew/opt", "postgresql@*", "bin"),
        .. Versions("/usr/local/opt", "postgresql@*", "bin"),
        "/opt/homebrew/bin",
    ];

    /// <summary>
    /// The first fit among <paramref name="directories"/>: of the version an existing cluster needs, else
    /// <see cref="OldestMajor"/> or newer.
    /// </summary>
    /// <exception cref="StartupFailure">There are none, or only of another version.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        IEnumerable<string> directories, int? clusterMajor, CancellationToken ct)
    {
        PostgresBinaries? misfit = null;
        foreach (var directory in directories.Select(RealDirectory).Where(HasPrograms).Distinct())
        {
            if (await IdentifyAsync(directory, ct) is not { } binaries) continue;
            if (clusterMajor is { } needed ? binaries.Major == needed : binaries.Major >= OldestMajor) return binaries;
            misfit ??= binaries;
        }

        if (misfit is null) throw new StartupFailure(StartupCodes.PostgresBinariesMissing);
        throw new StartupFailure(
            StartupCodes.PostgresVersion,
            misfit.Major,
            clusterMajor?.ToString(CultureInfo.InvariantCulture) ?? $"{OldestMajor}+");
    }

    private static async Task<PostgresBinaries?> IdentifyAsync(string directory, CancellationToken ct)
    {
        var answer = await Tool.RunAsync([Path.Combine(directory, "postgres"), "--version"], ct);
        var major = MajorVersion().Match(answer.Output);
        return answer.Succeeded && major.Success
            ? new PostgresBinaries(directory, int.Parse(major.ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>
    /// Follows links such as /usr/local/bin/initdb. A Debian wrapper leads to a directory without the server programs,
    /// which <see cref="HasPrograms"/> then leaves out; /usr/lib/postgresql has the real ones.
    /// </summary>
    private static string RealDirectory(string directory)
    {
        var initdb = new FileInfo(Path.Combine(directory, "initdb"));
        return initdb.Exists && initdb.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Path.GetDirectoryName(target.FullName)!
            : directory;
    }

    private static bool HasPrograms(string directory) => Programs.All(p => File.Exists(Path.Combine(directory, p)));

    private static IEnumerable<string> Versions(string parent, string pattern, string below) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, pattern)
            .OrderByDescending(d => int.TryParse(Digits().Match(Path.GetFileName(d)).ValueSpan, out var v) ? v : 0)
            .Select(d => Path.Combine(d, below))
        : [];

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex MajorVersion();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
