using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;

namespace Registry.Api.LicenceCopies;

/// <summary>加注件制作: a copy for one recipient and purpose, until a time.</summary>
internal static class MakeCopy
{
    private const int Longest = 200;

    /// <param name="Recipient">Who it is for, 1 to 200 characters.</param>
    /// <param name="Purpose">使用事由, 1 to 200 characters.</param>
    /// <param name="Until">At most a year from now.</param>
    public sealed record Request(string Recipient, string Purpose, DateTimeOffset Until);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/licences/{id}/copies", Handle).RequireAuthorization(Policies.MakeCopies).CarriesNothingPersonal()
            .WithTags("Copies 加注件").WithSummary("Make a copy for a recipient and a purpose 制作加注件")
            .Produces<Receipt>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(LicenceId id, Request body, CommandRunner commands, TimeProvider clock, CancellationToken token)
    {
        if (!IsNote(body.Recipient))
            return Problems.Invalid("field-malformed", "recipient");
        if (!IsNote(body.Purpose))
            return Problems.Invalid("field-malformed", "purpose");
        await using var session = commands.Open();
        await commands.Caller.StandingAsync();
        var licence = await session.Marten.Events.FetchLatest<Licence, LicenceId>(id, token);
        if (licence is null || await CopyAuthority.OverAsync(commands.Caller, licence) is not { } ground)
            return Problems.NotFound();
        var (events, refusal) = LicenceCopyDecider.Make(
            licence, new(body.Recipient, body.Purpose), CopyAuthority.RoleOf(commands.Caller), body.Until, clock.GetUtcNow(), clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var copy = LicenceCopyId.Of(Guid.NewGuid());
        session.Act.Ground = ground;
        var facts = session.Build(events);
        session.Marten.Events.StartStream<LicenceCopy>(copy.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/licence-copies/{copy}", Receipts.Of(copy, facts.Count, facts));
    }

    private static bool IsNote(string text) => !string.IsNullOrWhiteSpace(text) && FormFields.IsText(text, Longest);
}
