using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Projections;
using Registry.Projections.LicenceCopies;

namespace Registry.Api.LicenceCopies;

/// <summary>The copies of a licence, newest first, for its holder and its issuer. Who they are for, only the copy itself says.</summary>
internal static class ListCopies
{
    private const int Most = 200;

    /// <param name="Identifier">Of the version that was copied.</param>
    /// <param name="RevokedAt">Absent while it was not.</param>
    public sealed record Entry(
        Guid Id, LicenceIdentifier Identifier, CopyMaker Maker, DateTimeOffset MadeAt, DateTimeOffset Until, DateTimeOffset? RevokedAt, long Version);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/licences/{id}/copies", Handle).RequireAuthorization(Policies.MakeCopies).CarriesNothingPersonal()
            .WithTags("Copies 加注件").WithSummary("Copies of a licence 加注件清单").Produces<IReadOnlyList<Entry>>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(LicenceId id, Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        await caller.StandingAsync();
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        if (licence is null || await CopyAuthority.OverAsync(caller, licence) is null)
            return Problems.NotFound();
        var cards = await session.Query<LicenceCopyCard>().Where(card => card.Licence == id.Value)
            .OrderByDescending(card => card.MadeAt).Take(Most).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<Entry>>([.. cards.Select(card =>
            new Entry(card.Id, card.Identifier, card.Maker, card.MadeAt, card.Until, card.RevokedAt, card.Version))]);
    }
}
