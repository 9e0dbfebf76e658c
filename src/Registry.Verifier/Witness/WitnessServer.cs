using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;

namespace Registry.Verifier.Witness;

/// <summary>The witness over HTTP; submission and monitoring prefix are the same.</summary>
internal sealed class WitnessServer(WitnessStore store, CosignatureSigner signer, IReadOnlyList<NoteVerifierKey> logs)
{
    private const string Text = "text/plain; charset=utf-8";

    public async Task RunAsync(string urls, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = WitnessRequest.MaxLength;
        });
        await using var app = builder.Build();
        app.MapPost("/add-checkpoint", AddCheckpoint);
        app.MapGet("/{originHash}/checkpoint", Latest);
        app.MapGet("/vkey", () => Results.Text($"{signer.VerifierKey}\n", Text));
        await app.StartAsync(stop);
        foreach (var language in Language.For(null))
        {
            Console.Out.WriteLine(language.OfWitness("ready", signer.VerifierKey.Name, string.Join(' ', app.Urls)));
            Console.Out.WriteLine("  " + language.OfWitness("vkey", signer.VerifierKey));
            foreach (var log in logs)
                Console.Out.WriteLine("  " + language.OfWitness("follows", log.Name));
        }
        await app.WaitForShutdownAsync(stop);
    }

    private async Task<IResult> AddCheckpoint(HttpRequest http)
    {
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        if (!WitnessRequest.TryParse(body.GetBuffer().AsSpan(0, (int)body.Length), out var request, out var reason))
            return Answer(WitnessOutcome.Malformed, reason ?? "");
        var trusted = logs.Where(log => log.Name == request.Checkpoint.Origin).ToArray();
        if (WitnessRules.Authenticate(request, trusted, out var verified) is { } refused)
            return Answer(refused, refused == WitnessOutcome.UnknownLog ? "unknown log" : "no valid signature of the log");

        var originHash = HashOf(request.Checkpoint.Origin);
        try
        {
            // Not given up when the client goes away: from the lock to the reply it is one step.
            using var held = await store.LockAsync(originHash, CancellationToken.None);
            return JudgeAndPersist(request, verified, originHash);
        }
        catch (TimeoutException)
        {
            return Results.Text("busy\n", Text, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (InvalidDataException damaged)
        {
            Tell("state-damaged", request.Checkpoint.Origin, damaged.Message);
            return Results.Text("damaged state\n", Text, statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private IResult JudgeAndPersist(WitnessRequest request, IReadOnlyList<NoteSignature> verified, string originHash)
    {
        var latest = LatestOf(originHash, request.Checkpoint.Origin);
        var outcome = WitnessRules.Judge(request, latest);
        if (outcome == WitnessOutcome.Conflict)
            return Results.Text(
                string.Create(CultureInfo.InvariantCulture, $"{latest?.Size ?? 0}\n"), "text/x.tlog.size", statusCode: (int)outcome);
        if (outcome == WitnessOutcome.Inconsistent)
            Tell("inconsistent", request.Checkpoint.Origin, request.Checkpoint.Size, request.Checkpoint.Root,
                latest?.Size ?? 0, latest?.Root ?? MerkleTree.EmptyRoot);
        if (outcome != WitnessOutcome.Cosigned)
            return Answer(outcome, outcome == WitnessOutcome.Malformed ? "old size above checkpoint size" : "not consistent");

        var cosignature = signer.Sign(request.Checkpoint, TimeProvider.System.GetUtcNow());
        store.Write(originHash, SignedNote.Of(request.Checkpoint.ToText(), [.. verified, cosignature]).ToString());
        // A crash here: the checkpoint is kept and nobody was told; the log asks again and gets the same answer.
        return Results.Text($"{cosignature}\n", Text);
    }

    /// <exception cref="InvalidDataException">What is stored was not cosigned by this witness for this log.</exception>
    private Checkpoint? LatestOf(string originHash, string origin)
    {
        if (store.Read(originHash) is not { } note)
            return null;
        var opened = SignedNote.Open(note, signer.VerifierKey);
        if (!opened.Ok)
            throw new InvalidDataException(opened.Reason);
        if (!Checkpoint.TryParse(opened.Value.Text, out var checkpoint, out var reason) || checkpoint is null)
            throw new InvalidDataException(reason);
        return checkpoint.Origin == origin ? checkpoint : throw new InvalidDataException($"a checkpoint of {checkpoint.Origin}");
    }

    // "The origin hash is … hex encoded, in lowercase." Anything else is no name of a file here.
    private IResult Latest(string originHash) =>
        LogHash.TryFromHex(originHash, out var hash) && hash.ToHex() == originHash && store.Read(originHash) is { } note
        ? Results.Text(note, Text)
        : Results.Text("never cosigned\n", Text, statusCode: StatusCodes.Status404NotFound);

    private static IResult Answer(WitnessOutcome outcome, string reason) => Results.Text(reason + "\n", Text, statusCode: (int)outcome);

    private static void Tell(string text, params object[] arguments)
    {
        foreach (var language in Language.For(null))
            Console.Error.WriteLine(language.OfWitness(text, arguments));
    }

    private static string HashOf(string origin) => LogHash.Sha256(System.Text.Encoding.UTF8.GetBytes(origin)).ToHex();
}
