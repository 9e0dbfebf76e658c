using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections;

namespace Registry.Api.Verification;

/// <summary>
/// Whether a licence is a person's, and has a value that an officer was told: yes or no, without showing either. Each question is recorded, and
/// its holder sees it. No licence, no such field and a wrong value have the same answer and take the same time. Under its
/// idempotency key the answer is not kept: asking again is recorded, and counts, again.
/// </summary>
internal static class MatchLicence
{
    private const int LongestName = 200;
    private const int LongestValue = 4000;

    /// <summary>No answer comes sooner, so that none tells by its time how far it got.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(200);

    /// <param name="Identifier">Of the licence's current version.</param>
    /// <param name="HolderName">As it stands on the licence.</param>
    /// <param name="Field">Of the face; absent where only the holder is asked about.</param>
    /// <param name="Value">That the field is said to have.</param>
    public sealed record Request(string Identifier, string HolderName, string? Field = null, string? Value = null);

    /// <param name="Matches">Whether all of it is so.</param>
    public sealed record Response(bool Matches);

    public static void Map(RouteGroupBuilder verify) =>
        verify.MapPost("/match", Handle).RequireAuthorization(Policies.MatchLicences).RecordsAccess()
            .WithSummary("Whether a licence is a person's and has a value; recorded 证照信息比对").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        Request body, Caller caller, RegistrySessions sessions, LicenceTypeCatalogue catalogue, Disclosure disclosure, MatchGuesses guesses,
        TimeProvider clock, HttpResponse response, CancellationToken token)
    {
        var began = clock.GetTimestamp();
        response.Headers.CacheControl = "no-store";
        if (!LicenceIdentifier.TryRead(body.Identifier, out var identifier, out var fault))
            return Problems.Invalid(fault.Code, "identifier", fault.ToString());
        if (body.HolderName is not { Length: > 0 and <= LongestName })
            return Problems.Invalid("match-name", "holderName", $"{LongestName}");
        if (body.Field is null != body.Value is null || body.Value?.Length > LongestValue)
            return Problems.Invalid("match-value", "value", $"{LongestValue}");
        var id = LicenceId.Of(identifier);
        var standing = await caller.StandingAsync();
        if (AccessPolicy.RefuseDuty(caller.Actor, standing) is not null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");
        var tooMany = !await guesses.BeginAsync(id);

        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        var type = await catalogue.OfAsync(caller.Tenant, identifier.Type);
        var matches = false;
        if (licence is null)
            await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");
        else if (await disclosure.RecordAsync(
            AccessPolicy.OnMatch(caller.Actor, licence, standing, body.Field, tooMany), licence.Holders, DataClass.Licence, $"licence/{id}") is { } receipt)
        {
            // Of several holders any: whoever is asked about is one of them or is not.
            var faces = await disclosure.OpenAsync(receipt, licence.Faces, token);
            var definition = licence.TypeVersion is { } number ? type?.Version(number)?.Definition : null;
            matches = licence.Identifier == identifier && faces.Each.OfType<LicenceFace>().Any(face =>
                new FaceMatch(body.HolderName, body.Field, body.Value).Fits(face, definition));
        }
        if (tooMany)
            return Problems.Of(StatusCodes.Status429TooManyRequests, AccessPolicy.MatchesTooMany.Code);
        if (matches)
            await guesses.TakeBackAsync(id);
        if (Floor - clock.GetElapsedTime(began) is { Ticks: > 0 } rest)
            await Task.Delay(rest, clock, token);
        return TypedResults.Ok(new Response(matches));
    }
}
