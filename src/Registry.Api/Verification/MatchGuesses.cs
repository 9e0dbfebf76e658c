using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Licences;
using Registry.Projections.Schema;

namespace Registry.Api.Verification;

/// <summary>
/// How often was guessed wrong at a licence, by whomever, on all nodes together. Kept for a licence that is not there as well: whether guesses are
/// counted tells nothing.
/// </summary>
internal sealed class MatchGuesses(NpgsqlDataSource database, RegistrySettings settings, TimeProvider clock)
{
    public const int MostWrong = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private string Table => $"{settings.Schema}.match_guess";

    /// <summary>
    /// Counts one as wrong before it is looked at, so that many at once get no more than one after the other. Sweeps some that are over.
    /// </summary>
    /// <returns>False where there were too many.</returns>
    public async Task<bool> BeginAsync(LicenceId licence)
    {
        var now = clock.GetUtcNow();
        await using var count = database.CreateCommand(
            $"""
            with swept as (
                delete from {Table} where (tenant, licence) in (
                    select tenant, licence from {Table} where since <= $4 and licence <> $2 limit 64 for update skip locked))
            insert into {Table} as guess (tenant, licence, wrong, since) values ($1, $2, 1, $3)
            on conflict (tenant, licence) do update set
                wrong = case when guess.since <= $4 then 1 else guess.wrong + 1 end,
                since = case when guess.since <= $4 then $3 else guess.since end
            where guess.since <= $4 or guess.wrong < $5
            """).With(settings.Authority, licence.Value, now, now - Window, MostWrong);
        return await count.ExecuteNonQueryAsync(CancellationToken.None) > 0;
    }

    /// <summary>It was right after all.</summary>
    public async Task TakeBackAsync(LicenceId licence)
    {
        await using var undo = database.CreateCommand(
            $"update {Table} set wrong = wrong - 1 where tenant = $1 and licence = $2 and wrong > 0").With(settings.Authority, licence.Value);
        await undo.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
