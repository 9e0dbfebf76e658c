using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Notices;

namespace Registry.Api.Notices;

/// <summary>The signed-in person or organisation wants to be told of accesses to their data, or of others than before.</summary>
internal static class Subscribe
{
    /// <param name="Purposes">Codes of purposes; none for all but one's own looks. Emergencies are told in any case.</param>
    public sealed record Request(IReadOnlyList<string>? Purposes = null);

    public static void Map(RouteGroupBuilder notices) =>
        notices.MapPost("/subscription", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("Subscribe to notices of accesses, or change it; If-Match \"0\" for the first time 订阅访问通知").ProducesChange();

    public static async Task<IResult> Handle(
        Request body, IfMatch version, CommandRunner commands, TimeProvider clock, CancellationToken token)
    {
        if (commands.Caller.Actor.Subject is not { } subject)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        foreach (var (place, purpose) in (body.Purposes ?? []).Index())
            if (!SubscriptionDecider.Purposes.Contains(purpose))
                return Problems.Invalid("notice-purpose-unknown", $"purposes[{place}]");

        var id = SubscriptionId.Of(subject);
        await using var session = commands.Open();
        var stream = await session.Marten.Events.FetchForWriting<Subscription, SubscriptionId>(id, token);
        if ((stream.CurrentVersion ?? 0) != version.Version)
            return await commands.StaleAsync();
        session.Act.Ground = Ground.OwnRequest("notices");
        var facts = session.Build(SubscriptionDecider.Subscribe(
            stream.Aggregate, subject, commands.Caller.Actor.Id, body.Purposes ?? [], clock.Today()).Events);
        if (stream.Aggregate is null)
            session.Marten.Events.StartStream<Subscription>(id.Value, facts);
        else
            stream.AppendMany(facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status200OK, location: null, Receipts.Of(id, version.Version + facts.Count, facts));
    }
}
