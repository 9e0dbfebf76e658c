using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>
/// The holder takes what an officer offers them at the window, and alone is told the transaction code. From then on the offer is as one that
/// they made themselves: before, no wallet gets anything by it.
/// </summary>
internal static class TakeWindowOffer
{
    /// <param name="Offer">Opens the holder's wallet, as what the officer shows does.</param>
    /// <param name="TransactionCode">Six digits that the holder types into the wallet; five wrong ones make the offer void.</param>
    /// <param name="AccessEvent">The event that recorded it.</param>
    public sealed record Response(LicenceId Licence, string Offer, string TransactionCode, Guid AccessEvent);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/window-offers/{offer}/taking", Handle).RequireAuthorization(Policies.OwnData).RecordsAccess().WithTags("Licences 证照")
            .WithSummary("Take an offer made at the window 领取窗口提供的凭证").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    internal static async Task<IResult> Handle(
        string offer, Caller caller, WalletOffers offers, WalletSecrets secrets, Disclosure disclosure, HttpResponse response, CancellationToken token)
    {
        var code = offers.CodeOf(offer);
        if (WalletGrant.Read(await secrets.ReadAsync(SecretKind.Code, code, token)) is not { Holder: null } grant)
            return await disclosure.NothingThereAsync(DataClass.Licence, "window-offer");
        var ruling = AccessPolicy.OnCredential(caller.Actor, grant.Licence, grant.Subject);
        if (await disclosure.RecordAsync(ruling, grant.Subject, DataClass.Licence, $"licence/{grant.Licence}") is not { } receipt)
            return Problems.NotFound();
        await secrets.KeepAsync(SecretKind.Taker, code, caller.Actor.Id, WalletOffers.Life);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(grant.Licence, offers.LinkOf(grant.Issuer, offer), offers.DigitsOf(offer), receipt.EventId));
    }
}
