using System.Globalization;
using Registry.Api.Commands;
using Registry.Api.Notices;
using Registry.Api.Pages;
using Registry.Domain.Notices;
using Registry.Projections;
using Registry.Projections.Notices;

namespace Registry.Api.Access.WhoLooked;

/// <summary>The switch of notices: always one's own, whomever one reads for.</summary>
internal static class NoticesPage
{
    private const string OnField = "on";
    private const string VersionField = "version";

    public static async Task<IResult> AskAsync(
        HttpContext http, CommandRunner commands, PageForms forms, RegistrySessions sessions, CancellationToken token) =>
        commands.Caller.Actor.Subject is null
            ? HtmlPage.Refusal(StatusCodes.Status403Forbidden, "session-without-party")
            : Page(http, forms, await CardAsync(commands, sessions, token), error: null);

    public static async Task<IResult> TakeAsync(
        HttpContext http, CommandRunner commands, PageForms forms, RegistrySessions sessions, TimeProvider clock, CancellationToken token)
    {
        if (commands.Caller.Actor.Subject is null)
            return HtmlPage.Refusal(StatusCodes.Status403Forbidden, "session-without-party");
        var form = (await PageForms.FormOf(http))!;
        var card = await CardAsync(commands, sessions, token);
        if (!long.TryParse(form[VersionField], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return Page(http, forms, card, Problems.Text("if-match-malformed"));
        // What was chosen over the API stays chosen.
        var refusal = await forms.OnceAsync(http, () => form[OnField] == "yes"
            ? Subscribe.Handle(new(card?.Purposes ?? []), new IfMatch(version), commands, clock, token)
            : EndSubscription.Handle(new IfMatch(version), commands, clock));
        return refusal is null ? PageForms.BackTo(http, WhoLookedRoutes.Notices) : Page(http, forms, card, refusal);
    }

    private static async Task<SubscriptionCard?> CardAsync(CommandRunner commands, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(commands.Caller.Tenant);
        return await session.LoadAsync<SubscriptionCard>(SubscriptionId.Of(commands.Caller.Actor.Subject!.Value).Value, token);
    }

    private static HtmlPage Page(HttpContext http, PageForms forms, SubscriptionCard? card, string? error)
    {
        var isOn = card is { IsOpen: true };
        var fields = PageForms.Hidden(OnField, isOn ? "no" : "yes")
            + PageForms.Hidden(VersionField, (card?.Version ?? 0).ToString(CultureInfo.InvariantCulture));
        return new("notices-title", $"""
            {ActingPage.Navigation(http, forms)}
            {(error is null ? "" : $"<p role=\"alert\">{HtmlPage.Encode(error)}</p>")}
            <p id="state" role="status">{HtmlPage.Text(isOn ? "notices-on" : "notices-off")}</p>
            <p>{HtmlPage.Text("notices-hint")}</p>
            {forms.Button(http, WhoLookedRoutes.Notices, isOn ? "notices-end" : "notices-begin", fields)}
            """, FormTargets: ["'self'"], Status: error is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }
}
