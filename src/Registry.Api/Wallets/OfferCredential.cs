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
/// Offers a holder the credential of their licence for a wallet (OpenID4VCI 1.0 section 4.1.3). Who has the link has nothing without
/// the transaction code, which the holder sees apart from it.
/// </summary>
internal static class OfferCredential
{
    /// <param name="Offer">Opens a wallet.</param>
    /// <param name="Qr">The same as a QR code (PNG, base64).</param>
    /// <param name="TransactionCode">Six digits that the holder types into the wallet; five wrong ones make the offer void.</param>
    /// <param name="ExpiresIn">Seconds.</param>
    public sealed record Response(string Offer, string Qr, string TransactionCode, int ExpiresIn, Guid AccessEvent);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/licences/{id}/credential-offers", Handle).RequireAuthorization(Policies.OwnData).RecordsAccess().WithTags("Licences 证照")
            .WithSummary("Offer one's own licence to a wallet 向钱包提供可验证凭证").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Handle(
        LicenceId id, CommandRunner commands, RegistrySessions sessions, Disclosure disclosure, WalletOffers offers, HttpContext http,
        CancellationToken token)
    {
        var caller = commands.Caller;
        await using var session = sessions.Query(caller.Tenant);
        if (await CurrentVersion.ReadAsync(session, id, token) is not { Licence: var licence } current)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");
        // Each holder's credential is of their own face; who is none is refused as over the first one's.
        var own = licence.FaceOf(caller.Actor.Subject ?? default) ?? licence.Face;
        var ruling = AccessPolicy.OnCredential(caller.Actor, id, own.Subject);
        if (await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        var made = await offers.MakeAsync(caller.Tenant, current, own.Subject, caller.Actor.Id, IdempotentRequest.Of(http), token);
        if (made.Refusal is { } refusal)
            return await commands.RefuseAsync(refusal);
        if (made is not { Name: { } name, Link: { } link })
        {
            http.Response.Headers.RetryAfter = "1";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "credential-not-ready");
        }
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(
            link, Convert.ToBase64String(QrPicture.Png(link)), offers.DigitsOf(name), (int)WalletOffers.Life.TotalSeconds, receipt.EventId));
    }
}
