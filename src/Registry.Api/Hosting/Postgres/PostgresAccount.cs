using System.Globalization;

namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// The account the cluster runs under. PostgreSQL refuses to run as root, so root drops to an unprivileged account;
/// anybody else runs it as themselves.
/// </summary>
internal sealed record PostgresAccount(int UserId, int GroupId)
{
    /// <summary>This process's own account, which is not root.</summary>
    public static PostgresAccount Self { get; } = new(-1, -1);

    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>The accounts root may drop to, best first.</summary>
    public static async Task<IReadOnlyList<PostgresAccount>> UnprivilegedAsync(CancellationToken ct)
    {
        var found = await Tool.RunAsync(["getent", "passwd", .. Preferred], ct);
        var accounts = found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':'))
            .Select(fields => new PostgresAccount(Number(fields[2]), Number(fields[3])))
            .ToList();
        return accounts.Count > 0 ? accounts : throw new StartupFailure(
            StartupCodes.PostgresStartFailed, "getent passwd postgres nobody", found.Errors);
    }

    /// <summary>The account that owns a directory; null when <paramref name="path"/> is a link or no directory at all.</summary>
    public static async Task<PostgresAccount?> OwnerOfAsync(string path, CancellationToken ct)
    {
        // Without -L, stat describes a symbolic link itself, so a planted link is not followed.
        var result = await Tool.RunAsync(["stat", "-c", "%u %g %F", "--", path], ct);
        return result.Output.TrimEnd().Split(' ', 3) is [var user, var group, "directory"]
            ? new PostgresAccount(Number(user), Number(group))
            : null;
    }

    /// <summary>A command line that runs under this account.</summary>
    public IReadOnlyList<string> Command(params IEnumerable<string> command) => this == Self
        ? [.. command]
        : ["setpriv", Invariant($"--reuid={UserId}"), Invariant($"--regid={GroupId}"), "--clear-groups", "--", .. command];

    /// <summary>Hands one file or directory to this account. Links are not followed.</summary>
    public async Task TakeOverAsync(string path, CancellationToken ct)
    {
        if (this == Self) return;
        var result = await Tool.RunAsync(["chown", "-h", Invariant($"{UserId}:{GroupId}"), "--", path], ct);
        if (!result.Succeeded) throw new StartupFailure(StartupCodes.DataDirectoryUnwritable, path);
    }

    /// <summary>True when this account can reach what is inside <paramref name="directory"/>.</summary>
    public async Task<bool> CanEnterAsync(string directory, CancellationToken ct) =>
        this == Self || (await Tool.RunAsync(Command("test", "-x", directory), ct)).Succeeded;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
