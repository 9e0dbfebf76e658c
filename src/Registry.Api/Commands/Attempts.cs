using JasperFx;
using Marten.Exceptions;
using Npgsql;

namespace Registry.Api.Commands;

/// <summary>
/// Work on many streams at once, of which another writer may change one meanwhile, or a process that was killed have its last transaction
/// committed after all. Then it is done again from the reading, which sees what is there.
/// </summary>
internal static class Attempts
{
    private const int Most = 5;

    public static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (attempt < Most && IsCollision(e))
            {
            }
        }
    }

    private static bool IsCollision(Exception e) =>
        e is ConcurrencyException or ExistingStreamIdCollisionException
        || e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
