using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace Registry.Api.Hosting.Postgres;

public sealed partial class StartupFailure
{
    /// <summary>The configuration key of a server of one's own, as an environment variable.</summary>
    public const string ConnectionStringVariable = "ConnectionStrings__registry";

    /// <summary>The setting for where the server's own files are.</summary>
    private const string DataDirectoryVariable = "Registry__DataDirectory";

    /// <summary>ENOSPC; .NET gives errno as the HResult of an <see cref="IOException"/>.</summary>
    private const int NoSpaceLeft = 28;

    /// <summary>
    /// What <paramref name="exception"/> means to whoever starts the server: PostgreSQL's refusals, an unreachable server,
    /// an address in use, a full disk. Null when it is none of these; then it is a bug and its stack trace is wanted.
    /// </summary>
    /// <param name="exception">What was thrown, wrapped or not.</param>
    /// <param name="server">Host and port for the message; without it the message names the setting.</param>
    public static StartupFailure? From(Exception exception, string? server = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (Classify(e, server ?? ConnectionStringVariable) is { } failure) return failure;
        }

        return null;
    }

    private static StartupFailure? Classify(Exception exception, string server) => exception switch
    {
        StartupFailure failure => failure,
        PostgresException e => FromServer(e, server),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } e =>
            new(e, StartupCodes.DatabaseUnreachable, [server]),
        // Kestrel's IOException names the address; the SocketException inside would not.
        IOException { InnerException: not null } e when IsAddressInUse(e) =>
            new(e, StartupCodes.PortTaken, [AddressIn(e.Message)]),
        IOException { HResult: NoSpaceLeft } e => new(e, StartupCodes.DiskFull, [DataDirectoryVariable]),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } e => new(e, StartupCodes.PortTaken, ["--urls"]),
        _ => null,
    };

    private static StartupFailure? FromServer(PostgresException e, string server) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new(e, StartupCodes.DatabasePasswordWrong, [ConnectionStringVariable]),
        PostgresErrorCodes.InvalidCatalogName => new(e, StartupCodes.DatabaseMissing, [ConnectionStringVariable]),
        PostgresErrorCodes.InsufficientPrivilege => new(e, StartupCodes.DatabasePrivilegesMissing, [e.MessageText]),
        PostgresErrorCodes.DiskFull => new(e, StartupCodes.DiskFull, [server]),
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections =>
            new(e, StartupCodes.DatabaseUnreachable, [server]),
        _ => null,
    };

    /// <summary>What a failed file operation on the data directory means.</summary>
    internal static StartupFailure FromStorage(Exception exception, string path) => exception switch
    {
        IOException { HResult: NoSpaceLeft } => new(exception, StartupCodes.DiskFull, [path]),
        _ => new(exception, StartupCodes.DataDirectoryUnwritable, [path]),
    };

    /// <summary>Keys that do not open: another passphrase made them, or they are damaged.</summary>
    internal static StartupFailure FromKeys(Exception exception, string directory) =>
        new(exception, StartupCodes.KeyUnreadable, [directory]);

    private static bool IsAddressInUse(Exception e) =>
        e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (e.InnerException is { } inner && IsAddressInUse(inner));

    private static string AddressIn(string message) => Address().Match(message) is { Success: true } m ? m.Value : "--urls";

    [GeneratedRegex(@"https?://\S+?(?=[:,.]?(\s|$))")]
    private static partial Regex Address();
}
