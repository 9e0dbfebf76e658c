using System.Net.Http.Headers;
using System.Security.Cryptography;
using Npgsql;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Anchoring;

/// <summary>
/// Has the published checkpoint stamped by the first authority that gives a good answer (RFC 3161), and keeps the token.
/// Every answer is checked before it is kept: a bad one counts as none.
/// </summary>
/// <param name="database">For reading.</param>
/// <param name="leading">Connections of the sequencer's role, which alone may keep tokens.</param>
public sealed class TimeStamping(
    NpgsqlDataSource database, NpgsqlDataSource leading, string schema, TenantLog log, IReadOnlyList<Uri> authorities,
    TimeStampRoots roots, HttpClient http, TimeProvider clock)
{
    // What an authority's clock may differ from ours; its time is compared with the request's and the answer's.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>Stamps the newest publication, if the last stamp is older than <paramref name="period"/>. True when one was kept.</summary>
    public async Task<bool> StampAsync(TimeSpan period, Action<string> failed, CancellationToken token)
    {
        if (await DueAsync(period, token) is not { } note)
            return false;
        var checkpoint = log.Keys.Open(note).Value
            ?? throw new LogRefusedException($"{log.Origin}: the newest published checkpoint does not verify under the log's key.");
        foreach (var authority in authorities)
        {
            if (await AskAsync(authority, checkpoint, failed, token) is not { } verdict)
                continue;
            await KeepAsync(checkpoint.Size, authority, verdict);
            return true;
        }
        return false;
    }

    private async Task<TimeStampVerdict?> AskAsync(Uri authority, Checkpoint checkpoint, Action<string> failed, CancellationToken token)
    {
        var nonce = RandomNumberGenerator.GetBytes(16);
        var from = clock.GetUtcNow() - ClockTolerance;
        try
        {
            using var content = new ByteArrayContent(TimeStamp.RequestFor(checkpoint, nonce));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var answer = await http.PostAsync(authority, content, token);
            if (!answer.IsSuccessStatusCode)
            {
                failed($"{authority.Host} answers {(int)answer.StatusCode}");
                return null;
            }
            var verdict = TimeStamp.CheckAnswer(
                await answer.Content.ReadAsByteArrayAsync(token), checkpoint, nonce, roots, from, clock.GetUtcNow() + ClockTolerance);
            if (verdict.Ok)
                return verdict;
            failed($"{authority.Host}: {verdict.Fault}, {verdict.Reason}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            failed($"{authority.Host} does not answer");
        }
        return null;
    }

    private async Task KeepAsync(long size, Uri authority, TimeStampVerdict verdict)
    {
        await using var insert = leading.CreateCommand(
            $"insert into {schema}.log_timestamp (log, size, authority, token, at) values ($1, $2, $3, $4, $5)")
            .With(log.Id, size, authority.ToString(), verdict.Token.ToArray(), verdict.At);
        await insert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<string?> DueAsync(TimeSpan period, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select note from {schema}.log_publication
            where log = $1 and not exists (
                select from {schema}.log_timestamp where log = $1 and kept_at > clock_timestamp() - $2)
            order by seq desc limit 1
            """).With(log.Id, period);
        return (string?)await select.ExecuteScalarAsync(token);
    }
}
