using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Objections;
using Registry.Api.Pages;
using Registry.Domain.Objections;
using Registry.Projections;
using Registry.Projections.Cases;
using Registry.Projections.Log;

namespace Registry.Api.Access.WhoLooked;

/// <summary>Lines of who looked as a person reads them: words, local time, the case's number, and where the receipt is.</summary>
internal sealed class LookDetails(RegistrySessions sessions, Caller caller, TenantLogs logs, NpgsqlDataSource database, RegistrySettings settings)
{
    private const string CaseStart = "case/";

    /// <param name="withWays">Whether the ways to object are shown, too.</param>
    public async Task<IReadOnlyList<string>> OfAsync(IReadOnlyList<LookLine> lines, HttpContext http, CancellationToken token, bool withWays = true)
    {
        var places = logs.Find(caller.Tenant) is { } log
            ? await LogPlace.OfAsync(database, settings.Schema, log.Id, [.. lines.Select(EventOf)], token)
            : new Dictionary<Guid, LogPlace>();
        var numbers = await NumbersAsync(lines.OfType<AccessLine>(), token);
        var offices = await OfficesAsync(lines.OfType<AccessLine>(), token);
        return [.. lines.Select(line => line switch
        {
            AccessLine open => Open(open, numbers, offices, places.GetValueOrDefault(open.Event), http, withWays),
            SealedLine hidden => Sealed(hidden, places.GetValueOrDefault(hidden.Event)),
            _ => throw new UnreachableException(),
        })];
    }

    private string Open(
        AccessLine line, Dictionary<string, string> numbers, Dictionary<Guid, AnsweringOffice> offices, LogPlace? place, HttpContext http, bool withWays) => $"""
        <li id="look-{line.Number}"{(line.Purpose == "break-glass" ? " class=\"urgent\"" : "")}>
        <h2><time datetime="{line.At}">{HtmlPage.Encode(Shanghai.InWords(TimeOf(line.At)))}</time></h2>
        <dl>
        {HtmlPage.Row("look-agency", line.AgencyName ?? line.Agency ?? HtmlPage.Plain("look-agency-none"))}
        {HtmlPage.RowOf("look-role", HtmlPage.TextOf("role", line.Role))}
        {(line.System is { } system ? HtmlPage.Row("look-system", system) : "")}
        {HtmlPage.Row("look-purpose", line.PurposeText)}
        {HtmlPage.Row("look-basis", line.Basis)}
        {(CaseOf(line) is { } one ? HtmlPage.Row("look-case", numbers.GetValueOrDefault(one, one)) : "")}
        {HtmlPage.RowOf("look-data", HtmlPage.TextOf("data", line.Data))}
        {HtmlPage.RowOf("look-fields", line.Refused is null ? string.Join(" · ", line.Fields.Select(FieldText)) : HtmlPage.Text("look-refused"))}
        {(line.NeedText is { } need ? HtmlPage.Row("look-need", need) : "")}
        {(line.Objection is { } mark ? HtmlPage.RowOf("look-objection", HtmlPage.TextOf("objection-status", Camel(mark.Status))) : "")}
        {(line.Objection is { } done && offices.TryGetValue(done.Id, out var office) ? Answer(line, done, office) : "")}
        </dl>
        <nav>{Receipt(line.Log, place)}
        {(withWays ? $"<a href=\"{HtmlPage.Link(http, $"{WhoLookedRoutes.Looks}/{line.Event}/objection")}\">{HtmlPage.Text("look-object")}</a>" : "")}</nav>
        </li>
        """;

    private static string Answer(AccessLine line, ObjectionMark mark, AnsweringOffice office) => $"""
        {HtmlPage.Row("answer-on", Day(mark.EndedOn!.Value))}
        {HtmlPage.RowOf("answer-by", $"{HtmlPage.TextOf("role", office.Role)} · {HtmlPage.Encode(OfficeOf(line, office))}")}
        {HtmlPage.RowOf("answer-finding", HtmlPage.TextOf("finding", Camel(mark.Finding!)))}
        {HtmlPage.RowOf("answer-measure", HtmlPage.TextOf("measure", Camel(mark.Measure!)))}
        """;

    private static string OfficeOf(AccessLine line, AnsweringOffice office) =>
        office.Agency is not { } agency ? HtmlPage.Plain("answer-authority") : agency == line.Agency ? line.AgencyName ?? agency : agency;

    private string Sealed(SealedLine line, LogPlace? place) => $"""
        <li class="sealed" id="look-{line.Number}">
        <h2><time datetime="{Day(line.On)}">{Day(line.On)}</time> {HtmlPage.Text("look-sealed")}</h2>
        <dl>
        {HtmlPage.Row("look-authority", line.AuthorityText)}
        {HtmlPage.Row("look-release", Day(line.ReleaseOn))}
        {(line.Former is { } former ? HtmlPage.Row("look-former", string.Join(' ', former.Select(Day))) : "")}
        </dl>
        <nav>{Receipt(line.Log, place)}</nav>
        </li>
        """;

    // The proof once there is one; before that, what has become of the event so far.
    private string Receipt(string log, LogPlace? place)
    {
        var address = place is { Checkpoint: not null, Index: { } index } ? $"/log/{caller.Tenant}/proof/{index.ToString(CultureInfo.InvariantCulture)}" : log;
        return $"""<a href="{HtmlPage.Encode(address)}">{HtmlPage.Text("look-receipt")}</a>""";
    }

    private async Task<Dictionary<Guid, AnsweringOffice>> OfficesAsync(IEnumerable<AccessLine> lines, CancellationToken token)
    {
        var offices = new Dictionary<Guid, AnsweringOffice>();
        await using var session = sessions.Query(caller.Tenant);
        foreach (var mark in lines.Select(line => line.Objection).OfType<ObjectionMark>().Where(mark => mark.Status is ObjectionStatus.Answered))
            offices[mark.Id] = await ObjectionMarks.OfficeAsync(session, mark, token);
        return offices;
    }

    // Numbers of cases say what they are about: a delegate for accesses alone reads the id, as from the API.
    private async Task<Dictionary<string, string>> NumbersAsync(IEnumerable<AccessLine> lines, CancellationToken token)
    {
        if ((await caller.StandingAsync()).Mandate is not null || caller.Actor.Subject is not { Value: var subject })
            return [];
        var ids = lines.Select(CaseOf).OfType<string>().Select(id => Guid.TryParse(id, out var one) ? one : Guid.Empty).Distinct().ToArray();
        await using var session = sessions.Query(caller.Tenant);
        var cards = await session.LoadManyAsync<CaseCard>(token, ids);
        return cards.Where(card => card.Subject == subject || card.Others?.Contains(subject) == true)
            .ToDictionary(card => card.Id.ToString("D"), card => card.Number.ToString());
    }

    private static string? CaseOf(AccessLine line) =>
        new[] { line.Step, line.Resource }.FirstOrDefault(one => one?.StartsWith(CaseStart, StringComparison.Ordinal) is true)?.Split('/')[1];

    // holder.code:masked, and form.<name> for single fields of a form or face, which are named as their type names them.
    private static string FieldText(string field)
    {
        var parts = field.Split(':');
        var name = parts[0].StartsWith("form.", StringComparison.Ordinal)
            ? HtmlPage.Text("field-one", parts[0]["form.".Length..])
            : HtmlPage.TextOf("field", parts[0]);
        return parts is [_, var how] ? $"{name} ({HtmlPage.TextOf("field", how)})" : name;
    }

    private static Guid EventOf(LookLine line) => line switch
    {
        AccessLine open => open.Event,
        SealedLine hidden => hidden.Event,
        _ => throw new UnreachableException(),
    };

    private static string Camel(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static DateTimeOffset TimeOf(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
