using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Api.Verification;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections;

namespace Registry.Api.Showing;

/// <summary>
/// Anybody verifies a licence that is shown to them, by the code in its QR, for as long as the code holds. The answer names nobody.
/// </summary>
internal static class VerifyShown
{
    /// <param name="Verdict">As for an identifier; <c>codeExpired</c> for a code that was shown too long ago, <c>malformed</c> for none of ours.</param>
    /// <param name="Licence">The identifier, which can be verified by itself at any time; absent unless the code holds.</param>
    public sealed record Response(string Verdict, LicenceIdentifier? Licence, string? Issuer, DateTimeOffset CheckedAt);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/verify/shown/{code}", HandleAsync).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient())
            .WithTags("Verify 核验")
            .WithSummary("Verify a licence that is shown, by its code of 60 s 亮证核验").Produces<Response>();

    public static async Task<Response> HandleAsync(
        string code, Showings showings, LicenceVerifier verifier, RegistrySessions sessions, RegistrySettings settings, TimeProvider clock,
        CancellationToken token)
    {
        var now = clock.GetUtcNow();
        if (showings.Read(code) is not var (id, holds))
            return new("malformed", null, null, now);
        if (!holds)
            return new("codeExpired", null, null, now);
        await using var session = sessions.Query(settings.Authority);
        if (await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token) is not { Identifier: var identifier })
            return new("notFound", null, null, now);
        var answers = await verifier.VerifyAsync([identifier.ToString()], now, token);
        return new(answers[0].Verdict, identifier, identifier.Issuer.Value, now);
    }
}
