using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections;

namespace Registry.Api.Licences;

/// <summary>
/// Anybody verifies a licence by its identifier, without login. The answer names nobody, so it is no access to personal
/// data. A fault of ours is an error (503 cannot-answer-now), never "not found" and never "valid" (invariant I8).
/// </summary>
internal static class VerifyLicence
{
    /// <param name="Identifier">How the identifier reads: ok, or the code of what is wrong with it.</param>
    /// <param name="Intended">The identifier that was probably meant, when the check character is wrong.</param>
    /// <param name="Verdict">valid, expired, revoked and so on; notFound; or malformed.</param>
    /// <param name="Current">The newest version's identifier, when this one is superseded.</param>
    public sealed record Response(
        string Verdict, string Identifier, string? Intended, string? Current, string? Issuer,
        DateOnly? ValidFrom, DateOnly? ValidUntil, DateTimeOffset CheckedAt);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/verify/{identifier}", HandleAsync).AllowAnonymous().CarriesNothingPersonal().WithTags("Verify 核验")
            .WithSummary("Verify a licence by its identifier 证照核验").Produces<Response>();

    public static async Task<Response> HandleAsync(
        string identifier, RegistrySessions sessions, RegistrySettings settings, TimeProvider clock,
        CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var reading = LicenceIdentifierReading.Read(identifier);
        var form = reading.Verdict.Fault?.Code ?? "ok";
        var intended = reading.Verdict.Fault is null ? null : reading.Intended;
        if (!LicenceIdentifier.TryRead(reading.Intended ?? identifier, out var presented, out _))
            return new("malformed", form, intended, null, null, null, null, now);

        await using var session = sessions.Query(settings.Authority);
        var licence = await session.Events.AggregateStreamAsync<Licence>(LicenceId.Of(presented).Value, token: token);
        if (licence is null || presented.Version > licence.Identifier.Version)
            return new("notFound", form, intended, null, null, null, null, now);
        // We minted what was probably meant, but what was presented is not it.
        if (reading.Verdict.Fault is not null)
            return new("malformed", form, intended, null, licence.Issuer.Value, null, null, now);

        var verdict = LicenceVerification.Judge(licence, presented.Version, clock.Today());
        return new(
            System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString()), form, intended,
            licence.Identifier.Version > presented.Version ? licence.Identifier.ToString() : null,
            licence.Issuer.Value, licence.ValidSince, licence.Term.Until, now);
    }
}
