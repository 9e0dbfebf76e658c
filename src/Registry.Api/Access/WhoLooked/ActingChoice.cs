using System.Globalization;
using Marten;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Pages;
using Registry.Domain.Delegations;
using Registry.Projections;
using Registry.Projections.Delegations;

namespace Registry.Api.Access.WhoLooked;

/// <summary>The delegations and representations that somebody can read accesses under now. Nobody is named in them, nor here.</summary>
internal sealed class ActingChoice(RegistrySessions sessions, Caller caller, TimeProvider clock)
{
    private const int Most = 50;

    /// <summary>The form to choose by; empty for who has nobody to act for.</summary>
    public async Task<string> FormAsync(HttpContext http, PageForms forms, CancellationToken token)
    {
        var (subject, today) = (caller.Actor.Subject!.Value.Value, clock.Today());
        await using var session = sessions.Query(caller.Tenant);
        var cards = await session.Query<DelegationCard>()
            .Where(card => card.Delegate == subject && card.RevokedOn == null && card.Until >= today).OrderBy(card => card.Until).Take(Most).ToListAsync(token);
        var chosen = PageForms.SessionOf(http).Delegation;
        var covering = cards.Where(card => card.Purposes.Contains(DelegatedPurpose.ReadAccesses)).ToList();
        return covering.Count == 0 && chosen is null ? "" : $"""
            <form method="post" action="{HtmlPage.Link(http, WhoLookedRoutes.Acting)}" class="row note">{forms.Hidden(http)}
            <label>{HtmlPage.Text("acting")} <select name="{ActingPage.Field}"><option value="">{HtmlPage.Text("acting-myself")}</option>
            {string.Concat(covering.Select(card => Option(card, card.Id == chosen?.Value)))}</select></label>
            <button>{HtmlPage.Text("acting-choose")}</button></form>
            """;
    }

    private static string Option(DelegationCard card, bool isChosen)
    {
        var text = card.Kind is DelegationKind.LegalRepresentative ? "acting-representative" : "acting-delegate";
        return $"""<option value="{card.Id:D}"{(isChosen ? " selected" : "")}>{HtmlPage.Text(text, Day(card.GrantedOn), Day(card.Until))}</option>""";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
