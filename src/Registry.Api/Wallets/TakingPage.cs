using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Access.WhoLooked;
using Registry.Api.Documents;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Pages;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>
/// The holder's page for what an officer offers them at the window: they type the digits from the officer's screen and are told the transaction
/// code, with the link that opens their wallet. It is <see cref="TakeWindowOffer"/> in every respect, and recorded as it is.
/// </summary>
internal static class TakingPage
{
    public const string Path = "/my/window-offer";

    private const string DigitsField = "digits";

    public static void Map(WebApplication app)
    {
        var pages = app.MapGroup("").RequireAuthorization(Policies.OwnData).WithMetadata(new SignedInPage())
            .AddEndpointFilter(PageForms.GuardAsync).ExcludeFromDescription();
        pages.MapGet(Path, Ask).CarriesNothingPersonal();
        pages.MapPost(Path, TakeAsync).RecordsAccess();
    }

    private static HtmlPage Ask(HttpContext http, PageForms forms) => Page(http, forms, "");

    private static async Task<IResult> TakeAsync(
        HttpContext http, Caller caller, WalletOffers offers, WalletSecrets secrets, WindowDigits digits, Disclosure disclosure, PageForms forms,
        CancellationToken token)
    {
        // None by these digits is asked for all the same: it is recorded as one that is another's, and looks like it.
        var offer = await digits.FindAsync((await PageForms.FormOf(http))![DigitsField].ToString(), token) ?? "";
        if (await TakeWindowOffer.Handle(offer, caller, offers, secrets, disclosure, http.Response, token) is not Ok<TakeWindowOffer.Response> { Value: { } taken }
            || await secrets.ExpiryAsync(SecretKind.Code, offers.CodeOf(offer), token) is not var (left, end))
            return Page(http, forms, $"<p role=\"alert\">{HtmlPage.Text("taking-none")}</p>", StatusCodes.Status404NotFound);
        return Page(http, forms, $"""
            <section class="note" role="status"><h2>{HtmlPage.Text("taking-taken")}</h2>
            <dl>{HtmlPage.Row("taking-code", taken.TransactionCode)}{HtmlPage.Row("window-until", Shanghai.InWords(end))}</dl>
            <p>{HtmlPage.Text("taking-never")}</p>
            <p><a class="button" id="wallet" href="{HtmlPage.Encode(taken.Offer)}">{HtmlPage.Text("taking-wallet")}</a></p>
            <details><summary>{HtmlPage.Text("taking-elsewhere")}</summary>
            <img id="taking-qr" alt="{HtmlPage.Text("window-code")}" src="data:image/png;base64,{Convert.ToBase64String(QrPicture.Png(taken.Offer))}"></details>
            </section>
            """, again: left);
    }

    // When the offer is over the page is asked for anew, and the code is gone.
    private static HtmlPage Page(HttpContext http, PageForms forms, string said, int status = StatusCodes.Status200OK, TimeSpan? again = null) => new(
        "taking-title", $"""
            {ActingPage.Navigation(http, forms)}
            {said}
            <p id="hint">{HtmlPage.Text("taking-what")}</p>
            <form method="post" action="{HtmlPage.Link(http, Path)}">{forms.Hidden(http)}
            <label>{HtmlPage.Text("window-digits")} <input name="{DigitsField}" inputmode="numeric" autocomplete="off" maxlength="11" required aria-describedby="hint"></label>
            <p><button>{HtmlPage.Text("taking-take")}</button></p></form>
            """, again, FormTargets: ["'self'"], Status: status);
}
