using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Documents;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Pages;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Domain.Showing;
using Registry.Projections;

namespace Registry.Api.Showing;

/// <summary>
/// 亮证: the page that a holder shows. It is made anew before its code ends, says the server's time, and has a second code for who
/// has no network. The holder's name is in that one only if they ask for it.
/// </summary>
internal static class ShowLicence
{
    // Before the code ends, so that what is shown always holds.
    private static readonly TimeSpan Refresh = ShowCode.Lifetime - TimeSpan.FromSeconds(10);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/{id}/showing", Handle).AddEndpointFilter(PageProblems.FilterAsync).RequireAuthorization(Policies.OwnData).RecordsAccess()
            .WithSummary("The page to show one's licence with, its code valid 60 s; the reading is recorded 亮证")
            .Produces(StatusCodes.Status200OK, contentType: "text/html").ProducesProblem(StatusCodes.Status404NotFound);

    /// <param name="name">Whether the code for offline use has the holder's name in it.</param>
    private static async Task<IResult> Handle(
        LicenceId id, bool? name, Caller caller, RegistrySessions sessions, Disclosure disclosure, Showings showings, TimeProvider clock,
        CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        if (licence is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");

        // Without standing: who acts for the holder reads the licence elsewhere, and does not show it as their own.
        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, Standing.None);
        // Whoever shows it comes first, and theirs is the name in the code.
        IReadOnlyList<Personal<LicenceFace>> opens = [.. licence.Faces.OrderBy(one => one.Subject != caller.Actor.Subject)];
        if (await disclosure.RecordAsync(ruling, opens, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        var faces = await disclosure.OpenAsync(receipt, opens, token);
        if (faces.First is not { } face)
            return Problems.Refused(LicenceDecider.HolderErased);

        var holder = ruling.Show(FieldTable.HolderName, face.Holder.Name);
        var statement = await showings.StatementAsync(caller.Tenant, licence, name is true ? holder : null, token);
        return new HtmlPage("show-title", $"""
            {HtmlPage.State(showings.VerdictOn(licence))}
            {Picture("show-code", showings.UrlFor(id))}
            <p>{HtmlPage.Text("show-hint")}</p>
            <dl>
            {HtmlPage.Row("time", clock.NowInWords())}
            {string.Concat(faces.Each.OfType<LicenceFace>().Select(one => HtmlPage.Row("holder", ruling.Show(FieldTable.HolderName, one.Holder.Name) ?? "")))}
            {HtmlPage.Row("identifier", licence.Identifier.ToString())}
            </dl>
            <details><summary>{HtmlPage.Text("show-offline")}</summary>
            {Picture("show-offline", statement)}
            </details>
            """, Refresh);
    }

    private static string Picture(string alternative, string content) =>
        $"""<img id="{alternative}" alt="{HtmlPage.Text(alternative)}" src="data:image/png;base64,{Convert.ToBase64String(QrPicture.Png(content))}">""";
}
