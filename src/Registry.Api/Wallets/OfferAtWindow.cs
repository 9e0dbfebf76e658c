using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Credentials;
using Registry.Api.Documents;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Projections;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>
/// An officer at the window offers a holder the credential of a licence that the officer's agency issued. The officer has the link and nothing
/// by it: only the signed-in holder is told the transaction code (<see cref="TakeWindowOffer"/>), and the fetching is the holder's.
/// </summary>
internal static class OfferAtWindow
{
    /// <param name="Offer">Opens the holder's wallet.</param>
    /// <param name="Qr">The same as a QR code (PNG, base64).</param>
    /// <param name="Name">What the holder takes the offer by.</param>
    /// <param name="Digits">The name in eight digits, which the holder types in at <c>/my/window-offer</c>.</param>
    /// <param name="ExpiresIn">Seconds.</param>
    /// <param name="AccessEvent">The event that recorded it.</param>
    public sealed record Response(string Offer, string Qr, string Name, string Digits, int ExpiresIn, Guid AccessEvent);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/licences/{id}/window-offers", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess().WithTags("Licences 证照")
            .WithSummary("Offer a holder at the window their licence for a wallet 窗口提供可验证凭证").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <param name="holder">Place from 1 among the licence's holders of the one who stands there; the first where it is not named.</param>
    internal static async Task<IResult> Handle(
        LicenceId id, int? holder, CommandRunner commands, RegistrySessions sessions, Disclosure disclosure, WalletOffers offers, WindowDigits digits,
        HttpContext http, CancellationToken token)
    {
        if (holder < 1)
            return Problems.Invalid("request-malformed", "holder");
        var caller = commands.Caller;
        var standing = await caller.StandingAsync();
        await using var session = sessions.Query(caller.Tenant);
        if (await CurrentVersion.ReadAsync(session, id, token) is not { Licence: var licence } current)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");
        var ruling = AccessPolicy.ToOffer(caller.Actor, licence, standing);
        if (await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        // How many hold it is told to nobody who has nothing to do with it.
        if (holder > licence.Holders.Count)
            return Problems.Invalid("request-malformed", "holder");
        var made = await offers.MakeAsync(caller.Tenant, current, licence.Holders[(holder ?? 1) - 1], holder: null, IdempotentRequest.Of(http), token);
        if (made.Refusal is { } refusal)
            return await commands.RefuseAsync(refusal);
        if (made is not { Name: { } name, Link: { } link })
        {
            http.Response.Headers.RetryAfter = "1";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "credential-not-ready");
        }
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(
            link, Convert.ToBase64String(QrPicture.Png(link)), name, await digits.OfAsync(name, token), (int)WalletOffers.Life.TotalSeconds, receipt.EventId));
    }
}
