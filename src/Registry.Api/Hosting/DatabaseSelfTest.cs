using Npgsql;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Schema;

namespace Registry.Api.Hosting;

/// <summary>Nothing starts on a database that would let history be changed, or lose what was acknowledged (invariant I5).</summary>
internal static class DatabaseSelfTest
{
    /// <exception cref="StartupFailure">Names what is wrong.</exception>
    public static async Task RequireDefendedAsync(RegistryDatabase database, string schema, LoginUse login, CancellationToken token)
    {
        foreach (var source in (NpgsqlDataSource[])[database.Pooled, database.Unpooled])
        {
            Refuse(StartupCodes.PrivilegesTooWide, await Defences.PrivilegesTooWideAsync(source, schema, login, token));
            Refuse(StartupCodes.TriggersMissing, await Defences.TriggersMissingAsync(source, schema, token));
            Refuse(StartupCodes.DatabaseSettingsUnsafe, await Defences.UnsafeSettingsAsync(source, token));
        }
    }

    private static void Refuse(string code, IReadOnlyList<string> found)
    {
        if (found.Count > 0)
            throw new StartupFailure(code, string.Join(", ", found));
    }
}
