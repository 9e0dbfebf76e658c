using System.Globalization;
using System.Net;
using System.Text;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Projections.Anchoring;

/// <summary>
/// Asks one witness to cosign (C2SP tlog-witness@5ba5ee8). It remembers the size that the witness knows, so that most
/// requests need no second try. One round at a time uses it.
/// </summary>
public sealed class WitnessClient(PolicyWitness witness, HttpClient http, LogReader reader, TimeProvider clock)
{
    /// <summary>How far a witness's clock may be from ours; a cosignature outside counts for nothing.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    // Learn the size, prove from there, and once more should another of our nodes have been first.
    private const int Tries = 3;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private long known;

    public string Name => witness.Name;

    /// <summary>The cosignature of a checkpoint that the log signed.</summary>
    /// <param name="seen">Called with what the witness saw of this log when it cannot cosign: the evidence is the caller's to judge.</param>
    /// <exception cref="WitnessFailedException">No usable answer.</exception>
    public async Task<NoteSignature> CosignAsync(
        TenantLog log, SignedNote note, Checkpoint checkpoint, Func<string, Task> seen, CancellationToken token)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var old = Math.Min(known, checkpoint.Size);
            var proof = await reader.ConsistencyProofAsync(log.Id, old, checkpoint.Size, token);
            using var content = new StringContent(new WitnessRequest(old, proof, note, checkpoint).ToString(), StrictUtf8);
            using var answer = await SendAsync(
                () => new HttpRequestMessage(HttpMethod.Post, Below("add-checkpoint")) { Content = content }, token);
            var text = await TextAsync(answer, token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var line = CosignatureIn(text, checkpoint);
                known = checkpoint.Size;
                return line;
            }
            if (answer.StatusCode == HttpStatusCode.Conflict && TrySize(text, out known) && known <= checkpoint.Size && known != old)
                continue;
            if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity
                && await LatestAsync(log, token) is { } latest)
                await seen(latest);
            throw new WitnessFailedException($"{witness.Name} answers {(int)answer.StatusCode}");
        }
        throw new WitnessFailedException($"{witness.Name} changes its mind about the size it knows");
    }

    /// <summary>What the witness has cosigned last, if it is signed by the log; null when it has nothing to show.</summary>
    /// <exception cref="WitnessFailedException">No usable answer.</exception>
    public async Task<string?> LatestAsync(TenantLog log, CancellationToken token)
    {
        var originHash = LogHash.Sha256(Encoding.UTF8.GetBytes(log.Origin)).ToHex();
        using var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, Below($"{originHash}/checkpoint")), token);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new WitnessFailedException($"{witness.Name} answers {(int)answer.StatusCode}");
        var note = await TextAsync(answer, token);
        // What our own key has not signed proves nothing, whoever shows it: nobody else can halt the log.
        return log.Keys.Open(note).Ok ? note : null;
    }

    // "The client MUST ignore any cosignatures from unknown keys."
    private NoteSignature CosignatureIn(string lines, Checkpoint checkpoint)
    {
        var opened = SignedNote.Open($"{checkpoint.ToText()}\n{lines}", witness.Key);
        if (!opened.Ok)
            throw new WitnessFailedException($"{witness.Name} sends no cosignature of its own: {opened.Reason}");
        var line = opened.Value.Verified[0];
        return Cosignature.TimeOf(line) is { } at && (clock.GetUtcNow() - at).Duration() <= ClockTolerance
            ? line
            : throw new WitnessFailedException($"{witness.Name} has another time than we have");
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken token)
    {
        try
        {
            using var message = request();
            return await http.SendAsync(message, token);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            throw new WitnessFailedException($"{witness.Name} does not answer", e);
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken token)
    {
        try
        {
            return StrictUtf8.GetString(await answer.Content.ReadAsByteArrayAsync(token));
        }
        catch (Exception e) when (e is HttpRequestException or DecoderFallbackException)
        {
            throw new WitnessFailedException("the answer is unreadable", e);
        }
    }

    private Uri Below(string path) => new($"{witness.Url!.TrimEnd('/')}/{path}");

    private static bool TrySize(string text, out long size) =>
        long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out size);
}

/// <summary>A witness could not be asked, or did not cosign. The log goes on; whether it publishes is the policy's matter.</summary>
public sealed class WitnessFailedException(string message, Exception? cause = null) : Exception(message, cause);
