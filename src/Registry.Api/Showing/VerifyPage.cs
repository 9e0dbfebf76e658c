using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Api.Pages;
using Registry.Api.Verification;
using Registry.Projections;

namespace Registry.Api.Showing;

/// <summary>Where the QR codes lead: the verdict as a page, for a code that is shown or an identifier that is printed.</summary>
internal static class VerifyPage
{
    public static void MapVerifyPage(this IEndpointRouteBuilder app) =>
        app.MapGet("/verify/{presented}", HandleAsync).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient())
            .ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(
        string presented, Showings showings, LicenceVerifier verifier, RegistrySessions sessions, RegistrySettings settings, TimeProvider clock,
        CancellationToken token)
    {
        // An identifier has dots, and a code has none.
        if (presented.Contains('.', StringComparison.Ordinal))
        {
            var printed = await VerifyLicence.HandleAsync(presented, verifier, clock, token);
            return Of(printed.Verdict, presented, printed.Issuer, clock);
        }
        var shown = await VerifyShown.HandleAsync(presented, showings, verifier, sessions, settings, clock, token);
        return Of(shown.Verdict, shown.Licence?.ToString(), shown.Issuer, clock);
    }

    private static HtmlPage Of(string verdict, string? identifier, string? issuer, TimeProvider clock) => new("verify-title", $"""
        {HtmlPage.State(verdict)}
        <dl>
        {HtmlPage.Row("time", clock.NowInWords())}
        {(identifier is null ? "" : HtmlPage.Row("identifier", identifier))}
        {(issuer is null ? "" : HtmlPage.Row("issuer", issuer))}
        </dl>
        """);
}
