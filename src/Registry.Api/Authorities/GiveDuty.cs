using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;

namespace Registry.Api.Authorities;

/// <summary>Charges an officer with a duty, from now on. If-Match is "0" for one who is not in the directory yet.</summary>
internal static class GiveDuty
{
    public sealed record Request(Uscc Agency, RegionCode Region, DutyKind Duty);

    public static void Map(RouteGroupBuilder officers) =>
        officers.MapPost("/duties", Handle).RequireAuthorization(Policies.ManageDuties).CarriesNothingPersonal()
            .WithSummary("Charge an officer with a duty; If-Match \"0\" for a new officer").ProducesChange();

    private static async Task<IResult> Handle(
        string officer, Request body, IfMatch version, CommandRunner commands, CancellationToken token)
    {
        if (!OfficerId.IsOfficer(officer))
            return Problems.Invalid("officer-malformed", "officer");
        var authority = RegionCode.Parse(commands.Caller.Tenant);
        var id = OfficerId.Of(authority, officer);
        await using var session = commands.Open();
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(DirectoryId.Of(authority), token)
            ?? throw new InvalidOperationException("The authority is not established.");
        var stream = await session.Marten.Events.FetchForWriting<Officer, OfficerId>(id, token);
        if ((stream.CurrentVersion ?? 0) != version.Version)
            return await commands.StaleAsync();

        var (events, refusal) = OfficerDecider.Give(stream.Aggregate, directory, officer, new(body.Agency, body.Region, body.Duty));
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);
        session.Act.Ground = Ground.Administration();
        var facts = session.Build(events);
        if (stream.Aggregate is null)
            session.Marten.Events.StartStream<Officer>(id.Value, facts);
        else
            stream.AppendMany(facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status200OK, location: null, Receipts.Of(id, version.Version + facts.Count, facts));
    }
}
