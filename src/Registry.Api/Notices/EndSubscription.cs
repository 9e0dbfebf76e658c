using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Notices;

namespace Registry.Api.Notices;

/// <summary>退订: from now on the person is told of nothing.</summary>
internal static class EndSubscription
{
    public static void Map(RouteGroupBuilder notices) =>
        notices.MapPost("/subscription/ending", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("End my subscription to notices 退订访问通知").ProducesChange();

    public static async Task<IResult> Handle(IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.Caller.Actor.Subject is { } subject
            ? await commands.ChangeAsync<Subscription, SubscriptionId, SubscriptionEvent>(
                SubscriptionId.Of(subject), version, _ => Task.FromResult<Ground?>(Ground.OwnRequest("notices")),
                subscription => SubscriptionDecider.End(subscription, clock.Today()))
            : Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
}
