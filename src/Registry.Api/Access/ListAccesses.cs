using Marten;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Projections;
using Registry.Projections.Access;

namespace Registry.Api.Access;

/// <summary>Who looked at my data: newest first, with agency, role, purpose and basis.</summary>
internal static class ListAccesses
{
    private const int Most = 200;

    /// <param name="Event">The access event; its place in the log is at <c>/log/{tenant}/event/{event}</c>.</param>
    /// <param name="Fields">What was shown; <c>phone:masked</c> says that it was not the whole.</param>
    /// <param name="Need">What the step needed a whole field for that is otherwise masked; <paramref name="NeedText"/> in plain words.</param>
    /// <param name="Refused">Code of the refusal when nothing was shown.</param>
    public sealed record Entry(
        string At, Guid Event, string Role, string? Agency, string? AgencyName, string Purpose, string PurposeText,
        string Basis, string? Step, string Data, string Resource, IReadOnlyList<string> Fields,
        string? Need, string? NeedText, string? Refused);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/my/accesses", Handle).RequireAuthorization(Policies.OwnData).WithTags("Access 访问记录")
            .WithSummary("Who looked at my data 谁查看了我的数据").Produces<IReadOnlyList<Entry>>()
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> Handle(
        Caller caller, RegistrySessions sessions, HttpContext http, CancellationToken token)
    {
        if (caller.Actor.Subject is not { Value: var subject })
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");

        await using var session = sessions.Query(caller.Tenant);
        var records = await session.Query<AccessRecord>()
            .Where(record => record.Subject == subject).OrderByDescending(record => record.At).Take(Most).ToListAsync(token);
        var directory = await session.Events.AggregateStreamAsync<AuthorityDirectory>(
            DirectoryId.Of(RegionCode.Parse(caller.Tenant)).Value, token: token);
        return TypedResults.Ok(records.Select(record => Describe(record, directory, http.Language())).ToList());
    }

    private static Entry Describe(AccessRecord record, AuthorityDirectory? directory, string language)
    {
        var agency = Uscc.TryParse(record.By.Agency, null, out var code) ? directory?.Agencies.GetValueOrDefault(code) : null;
        return new(
            record.At, record.EventId, record.By.Role, record.By.Agency, agency?.Name.In(language),
            record.By.Purpose, Purposes.Text(record.By.Purpose), record.By.Basis, record.By.Step,
            record.Data.ToString(), record.Resource, record.Fields,
            record.Need, record.Need is { } need ? Purposes.Text(need) : null, record.RefusedAs);
    }
}
