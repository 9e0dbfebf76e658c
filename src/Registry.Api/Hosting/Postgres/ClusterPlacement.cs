using System.Security.Cryptography;
using System.Text;

namespace Registry.Api.Hosting.Postgres;

/// <summary>Decides where a cluster lies and which account runs it.</summary>
internal static class ClusterPlacement
{
    private const string Shared = "/var/tmp";

    /// <summary>
    /// The data directory itself, where the account can enter it. Root's unprivileged account often cannot (a clone under
    /// /root, a <c>mktemp -d</c>); the permissions of directories that are not ours stay as they are, and the cluster goes
    /// to /var/tmp under a name made from the data directory's path.
    /// </summary>
    public static async Task<(ClusterLayout Layout, PostgresAccount Account)> DecideAsync(
        string dataDirectory, ILogger logger, CancellationToken ct)
    {
        var here = new ClusterLayout(dataDirectory, dataDirectory);
        if (!Environment.IsPrivilegedProcess) return (here, PostgresAccount.Self);

        var accounts = await PostgresAccount.UnprivilegedAsync(ct);
        if (File.Exists(here.Location)) return await RememberedAsync(here, accounts, ct);

        // A cluster a developer made earlier stays that developer's.
        var exists = Directory.Exists(here.Cluster);
        var owner = exists ? await PostgresAccount.OwnerOfAsync(here.Cluster, ct) : null;
        var account = owner is { UserId: not 0 } ? owner : accounts[0];
        if (await account.CanEnterAsync(dataDirectory, ct)) return (here, account);

        // Starting an empty cluster elsewhere would look as if the data had gone.
        if (exists) throw new StartupFailure(StartupCodes.DataDirectoryUnwritable, dataDirectory);
        return await ElsewhereAsync(here, accounts, logger, ct);
    }

    private static async Task<(ClusterLayout, PostgresAccount)> RememberedAsync(
        ClusterLayout here, IReadOnlyList<PostgresAccount> accounts, CancellationToken ct)
    {
        var layout = here with { Root = (await File.ReadAllTextAsync(here.Location, ct)).Trim() };
        if (!Directory.Exists(layout.Cluster))
            throw new StartupFailure(StartupCodes.DataHalfInitialised, here.Location, layout.Cluster);
        return (layout, await TrustedOwnerAsync(layout.Root, accounts, ct));
    }

    private static async Task<(ClusterLayout, PostgresAccount)> ElsewhereAsync(
        ClusterLayout here, IReadOnlyList<PostgresAccount> accounts, ILogger logger, CancellationToken ct)
    {
        var layout = here with { Root = Path.Combine(Shared, $"registry-{Fingerprint(here.DataDirectory)}") };
        // mkdir by the account itself: owner and mode are right from the first moment, and an existing name is refused.
        await Tool.RunAsync(accounts[0].Command("mkdir", "-m", "0700", "--", layout.Root), ct);
        var owner = await TrustedOwnerAsync(layout.Root, accounts, ct);
        PostgresLog.PlacedElsewhere(logger, here.DataDirectory, layout.Root);
        return (layout, owner);
    }

    /// <summary>
    /// Anybody may make names in /var/tmp, so a directory there is used only when it is a real one, owned by an account
    /// that root drops to, and closed to everybody else.
    /// </summary>
    private static async Task<PostgresAccount> TrustedOwnerAsync(
        string directory, IReadOnlyList<PostgresAccount> accounts, CancellationToken ct)
    {
        var owner = await PostgresAccount.OwnerOfAsync(directory, ct);
        return owner is not null && accounts.FirstOrDefault(a => a.UserId == owner.UserId) is { } account
                && OwnerOnly.IsClosedToOthers(directory)
            ? account
            : throw new StartupFailure(StartupCodes.DataDirectoryUnwritable, directory);
    }

    private static string Fingerprint(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
