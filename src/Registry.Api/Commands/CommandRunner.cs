using System.Globalization;
using System.Text.Json;
using JasperFx;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.Options;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Events;
using Registry.Domain.LicenceSlots;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Commands;

/// <summary>
/// The one write path: read the state, check that it is the caller's to change and the version the caller saw, decide,
/// save events, signature, inbox row and answer in one transaction (invariants I1, I9, I10).
/// </summary>
internal sealed class CommandRunner(
    RegistrySessions sessions, Caller caller, IdempotencyStore idempotency, LogStatus log, TenantLogs logs, LevelWaiter levels,
    IHttpContextAccessor http, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    public Caller Caller => caller;

    public WriteSession Open()
    {
        log.RequireRunning(caller.Tenant);
        var act = new Act(caller.Actor, Caller.Correlation);
        return new WriteSession(sessions.Open(caller.Tenant, act), act);
    }

    /// <summary>Appends what <paramref name="decide"/> says to an existing stream, with what else it puts into the session.</summary>
    /// <param name="ground">Why the caller may do this to that state; null when they may not, which looks like absence.</param>
    public async Task<IResult> ChangeAsync<TState, TId, TEvent>(
        TId id, IfMatch seen, Func<TState, Task<Ground?>> ground, Func<TState, WriteSession, Task<Decision<TEvent>>> decide)
        where TState : class where TId : struct, IStreamId<TId> where TEvent : class
    {
        await using var session = Open();
        // Looked up before it is known whether there is anything: absent and forbidden take the same work.
        await caller.StandingAsync();
        var stream = await session.Marten.Events.FetchForWriting<TState, TId>(id);
        // Appending to an absent stream would start it with the wrong first event.
        if (stream.Aggregate is not { } state || await ground(state) is not { } why)
            return Problems.NotFound();
        if (stream.CurrentVersion != seen.Version)
            return await StaleAsync();

        var (events, refusal) = await decide(state, session);
        if (refusal is not null)
            return await RefuseAsync(session, id, seen, refusal);
        session.Act.Ground = why;
        var facts = session.Build(events);
        stream.AppendMany(facts);
        return await SaveAsync(
            session, StatusCodes.Status200OK, location: null, Receipts.Of(id, seen.Version + facts.Count, facts));
    }

    public Task<IResult> ChangeAsync<TState, TId, TEvent>(
        TId id, IfMatch seen, Func<TState, Task<Ground?>> ground, Func<TState, Task<Decision<TEvent>>> decide)
        where TState : class where TId : struct, IStreamId<TId> where TEvent : class =>
        ChangeAsync<TState, TId, TEvent>(id, seen, ground, (state, _) => decide(state));

    public Task<IResult> ChangeAsync<TState, TId, TEvent>(
        TId id, IfMatch seen, Func<TState, Task<Ground?>> ground, Func<TState, Decision<TEvent>> decide)
        where TState : class where TId : struct, IStreamId<TId> where TEvent : class =>
        ChangeAsync<TState, TId, TEvent>(id, seen, ground, (state, _) => Task.FromResult(decide(state)));

    /// <summary>Commits the session together with the answer.</summary>
    public Task<IResult> SaveAsync(WriteSession session, int status, string? location, Receipt receipt) =>
        SaveAsync(session, new(status, IfMatch.ToETag(receipt.Version), location, JsonSerializer.Serialize(receipt, json.Value.SerializerOptions)), receipt);

    /// <summary>As above, for a change of several streams: all or none of them.</summary>
    public Task<IResult> SaveAsync(WriteSession session, IReadOnlyList<Receipt> receipts) => SaveAsync(
        session, new(StatusCodes.Status200OK, ETag: null, Location: null, JsonSerializer.Serialize(receipts, json.Value.SerializerOptions)), receipts[^1]);

    /// <summary>Commits what a wallet's request made: a nonce that is used up, not a key, keeps that from being made twice.</summary>
    public static Task SaveAsync(WriteSession session) =>
        // No token: a wallet that hangs up must not turn a commit into an unknown outcome.
        session.Marten.SaveChangesAsync(CancellationToken.None);

    private async Task<IResult> SaveAsync(WriteSession session, Answer answer, Receipt last)
    {
        var request = IdempotentRequest.Of(http.HttpContext!);
        idempotency.Queue(session.Marten, request, answer);
        try
        {
            // No token: a caller who hangs up must not turn a commit into an unknown outcome (operations reference 0.2).
            await session.Marten.SaveChangesAsync(CancellationToken.None);
            await AwaitLevelAsync(last);
            return new AnswerResult(answer, Replayed: false);
        }
        catch (Exception e) when (IdempotencyStore.IsRepeat(e))
        {
            return (await FirstAnswerAsync(request))!;
        }
        // JasperFx has an exception of the same name, which Marten does not throw here.
        catch (Marten.Exceptions.ExistingStreamIdCollisionException)
        {
            return await RefuseAsync(session.Collision);
        }
        catch (ConcurrencyException)
        {
            return await StaleAsync();
        }
    }

    /// <summary>Holds the answer back until the last of its events has come as far as the caller prefers, for a while.</summary>
    private async Task AwaitLevelAsync(Receipt receipt)
    {
        var context = http.HttpContext!;
        if (LevelPreference.Of(context.Request.Headers["Prefer"]) is not { } wanted)
            return;
        var place = await levels.WaitAsync(logs.Of(caller.Tenant), receipt.Events[^1].Id, wanted);
        var level = JsonNamingPolicy.CamelCase.ConvertName((place?.Level ?? Projections.Log.LogLevel.Durable).ToString());
        context.Response.Headers["Preference-Applied"] = $"log-level={level}";
        if (place?.Index is { } index)
            context.Response.Headers["Log-Index"] = index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Somebody was faster. Where that was this very request, sent twice at once, its first answer is given again.
    /// </summary>
    public async Task<IResult> StaleAsync() =>
        await FirstAnswerAsync(IdempotentRequest.Of(http.HttpContext!)) ?? Problems.Stale();

    /// <summary>
    /// Refuses a change of a stream. Version and events are read by two statements, so the refused state may be newer than
    /// the version seen: then the caller is stale, not refused.
    /// </summary>
    public async Task<IResult> RefuseAsync<TId>(WriteSession session, TId id, IfMatch seen, Refusal refusal)
        where TId : struct, IStreamId<TId> =>
        (await session.Marten.Events.FetchStreamStateAsync(id.Value))?.Version == seen.Version
            ? await RefuseAsync(refusal)
            : await StaleAsync();

    /// <summary>A refusal is an answer too: the same key gives it again.</summary>
    public async Task<IResult> RefuseAsync(Refusal refusal)
    {
        var problem = Problems.Refused(refusal);
        var request = IdempotentRequest.Of(http.HttpContext!);
        var body = JsonSerializer.Serialize(problem.ProblemDetails, json.Value.SerializerOptions);
        var kept = await idempotency.KeepAsync(request, new Answer(problem.StatusCode, ETag: null, Location: null, body));
        return kept ? problem : (await FirstAnswerAsync(request))!;
    }

    /// <summary>What the key was answered with while this request was under way; null when it was not.</summary>
    private async Task<IResult?> FirstAnswerAsync(IdempotentRequest request) =>
        await idempotency.FindAsync(request, CancellationToken.None) switch
        {
            null => null,
            (var first, true) => new AnswerResult(first, Replayed: true),
            _ => Problems.KeyReused(),
        };

    private sealed record AnswerResult(Answer Answer, bool Replayed) : IResult, IAnswered
    {
        public Task ExecuteAsync(HttpContext httpContext) => Answer.SendAsync(httpContext, Replayed);
    }
}

/// <summary>A session that seals what it saves, with the act it is sealed with.</summary>
internal sealed record WriteSession(IDocumentSession Marten, Act Act) : IAsyncDisposable
{
    /// <summary>What it means that a stream to be started is there already.</summary>
    public Refusal Collision { get; set; } = new("already-exists");

    /// <summary>Places that licences come to life in by it.</summary>
    public HashSet<LicenceSlotId> Taken { get; } = [];

    /// <summary>Many streams by one question to the database, in the order of the ids.</summary>
    public async Task<IReadOnlyList<IEventStream<T>>> FetchForWritingAsync<T>(IEnumerable<Guid> ids) where T : class
    {
        var question = Marten.CreateBatchQuery();
        var streams = ids.Select(id => question.Events.FetchForWriting<T>(id)).ToArray();
        await question.Execute();
        return await Task.WhenAll(streams);
    }

    /// <summary>Events with their ids, so that the answer can name them before they are saved.</summary>
    public IReadOnlyList<IEvent> Build(IEnumerable<object> facts) =>
        [.. facts.Select(data =>
        {
            var fact = Marten.Events.BuildEvent(data);
            fact.Id = Guid.CreateVersion7();
            return fact;
        })];

    public ValueTask DisposeAsync() => Marten.DisposeAsync();
}

internal static class Receipts
{
    public static Receipt Of<TId>(TId id, long version, IReadOnlyList<IEvent> facts, string? number = null)
        where TId : struct, IStreamId<TId> =>
        new(id.Value.ToString("D"), version, [.. facts.Select(f => new ReceiptEvent(f.Id, EventCatalogue.NameOf(f)))], number);
}
