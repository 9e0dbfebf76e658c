using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Credentials;
using Registry.Api.Documents;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Issuers;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Registry.Projections;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>
/// Offers a holder the credential of their licence for a wallet (OpenID4VCI 1.0 section 4.1.3). Who has the link has nothing without
/// the transaction code, which the holder sees apart from it.
/// </summary>
/// <remarks>Link and code follow from the request's key, so that asking again gives the same offer without either being kept.</remarks>
internal static class OfferCredential
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const uint TransactionCodes = 1_000_000;

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
        LicenceId id, CommandRunner commands, RegistrySessions sessions, Disclosure disclosure, CredentialTypes types, EventReceipts receipts,
        WalletSecrets secrets, PublicAddress address, TimeProvider clock, HttpContext http, CancellationToken token)
    {
        var caller = commands.Caller;
        await using var session = sessions.Query(caller.Tenant);
        if (await CurrentVersion.ReadAsync(session, id, token) is not { Licence: var licence } current)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");
        var ruling = AccessPolicy.OnCredential(caller.Actor, id, licence.Face.Subject);
        if (await disclosure.RecordAsync(ruling, licence.Face.Subject, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        if (CredentialDecider.Refuse(licence, clock.Today()) is { } refusal)
            return await commands.RefuseAsync(refusal);
        if (await types.OfAsync(caller.Tenant, licence) is not { } type)
            return await commands.RefuseAsync(CredentialDecider.TypeUnknown);
        if (await receipts.OfAsync(caller.Tenant, current.MadeBy, token) is null)
        {
            http.Response.Headers.RetryAfter = "1";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "credential-not-ready");
        }

        var request = IdempotentRequest.Of(http);
        var origin = $"{request.Tenant}\n{request.Actor}\n{request.Key}\n{Convert.ToHexStringLower(request.Digest)}";
        var offer = Base64Url.EncodeToString(secrets.Derive("offer", origin));
        var digits = (BinaryPrimitives.ReadUInt32BigEndian(secrets.Derive("transaction-code", origin)) % TransactionCodes)
            .ToString("D6", CultureInfo.InvariantCulture);
        var grant = new WalletGrant(caller.Actor.Id, licence.Face.Subject, id, licence.Issuer, type.Configuration);
        await secrets.KeepAsync(SecretKind.Code, CodeOf(offer, secrets), grant.ToString(), Life, digits);
        var link = $"openid-credential-offer://?credential_offer_uri={Uri.EscapeDataString($"{address.Issuer(licence.Issuer)}/offers/{offer}")}";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(
            new Response(link, Convert.ToBase64String(QrPicture.Png(link)), digits, (int)Life.TotalSeconds, receipt.EventId));
    }

    /// <summary>The pre-authorized code of an offer: nothing has to be kept to say it again.</summary>
    public static string CodeOf(string offer, WalletSecrets secrets) => Base64Url.EncodeToString(secrets.Derive("code", offer));
}
