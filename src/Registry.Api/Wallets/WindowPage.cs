using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Access.WhoLooked;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Pages;
using Registry.Domain.Licences;
using Registry.Projections;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>
/// The officer's page of a licence at the window: they ask for an offer and have it as a QR code for the holder, for its minutes. It is
/// <see cref="OfferAtWindow"/> in every respect: nothing of the licence and no transaction code is on it, and who asked is recorded.
/// </summary>
internal static class WindowPage
{
    private const string HolderField = "holder";

    public static void Map(WebApplication app)
    {
        var pages = app.MapGroup("/window").RequireAuthorization(Policies.IssueLicences).WithMetadata(new SignedInPage())
            .AddEndpointFilter(PageForms.GuardAsync).ExcludeFromDescription();
        pages.MapGet("/licences/{id}", Ask).CarriesNothingPersonal();
        pages.MapPost("/licences/{id}", OfferAsync).RecordsAccess();
        pages.MapPost("/leaving", ActingPage.LeaveAsync).CarriesNothingPersonal();
    }

    // The same for each licence, whether there is one or not: nothing is looked up before the officer asks.
    private static HtmlPage Ask(LicenceId id, HttpContext http, PageForms forms) => Page(id, http, forms, "");

    private static async Task<IResult> OfferAsync(
        LicenceId id, HttpContext http, CommandRunner commands, RegistrySessions sessions, Disclosure disclosure, WalletOffers offers, WalletSecrets secrets,
        WindowDigits digits, RegistrySettings settings, PageForms forms, CancellationToken token)
    {
        var place = PlaceIn((await PageForms.FormOf(http))!);
        IResult? said = null;
        var refusal = await forms.OnceAsync(
            http, async () => said = await OfferAtWindow.Handle(id, place, commands, sessions, disclosure, offers, digits, http, token));
        if (refusal is not null)
            return Page(
                id, http, forms, $"<p role=\"alert\">{HtmlPage.Encode(refusal)}</p>",
                said is IStatusCodeHttpResult { StatusCode: { } status } ? status : StatusCodes.Status409Conflict);
        var made = ((Ok<OfferAtWindow.Response>)said!).Value!;
        // The form that is sent again gives the same offer, which may be over.
        return await secrets.ExpiryAsync(SecretKind.Code, offers.CodeOf(made.Name), token) is var (left, end)
            ? Page(id, http, forms, Describe(made, end, settings.PublicAddress), again: left)
            : Page(id, http, forms, $"<p role=\"status\">{HtmlPage.Text("window-over")}</p>");
    }

    // The first one's where the form has none; 0, which is nobody's place, for what is no number.
    private static int? PlaceIn(IFormCollection form) =>
        int.TryParse(form[HolderField], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : form.ContainsKey(HolderField) ? 0 : null;

    private static string Describe(OfferAtWindow.Response made, DateTimeOffset end, string address) => $"""
        <img id="window-code" alt="{HtmlPage.Text("window-code")}" src="data:image/png;base64,{made.Qr}">
        <dl>{HtmlPage.Row("window-until", Shanghai.InWords(end))}{HtmlPage.Row("window-digits", $"{made.Digits[..4]} {made.Digits[4..]}")}</dl>
        <p>{HtmlPage.Text("window-app")}</p>
        <p>{HtmlPage.Text("window-page", address + TakingPage.Path)}</p>
        <p>{HtmlPage.Text("window-wallet")}</p>
        <p class="note">{HtmlPage.Text("window-never")}</p>
        """;

    // When the offer is over the page is asked for anew, and the code is gone.
    private static HtmlPage Page(
        LicenceId id, HttpContext http, PageForms forms, string said, int status = StatusCodes.Status200OK, TimeSpan? again = null) => new(
        "window-title", $"""
            {said}
            <p>{HtmlPage.Text("window-what")}</p>
            {forms.Button(http, $"/window/licences/{id}", again is null ? "window-offer" : "window-anew", Choice())}
            {forms.Button(http, "/window/leaving", "leave")}
            """, again, FormTargets: ["'self'"], Status: status);

    private static string Choice() => $"""
        <p><label>{HtmlPage.Text("window-holder")}
        <input type="number" name="{HolderField}" value="1" min="1" max="{CoHolder.MostHolders}" required></label></p>
        """;
}
