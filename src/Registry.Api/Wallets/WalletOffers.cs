using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using Registry.Api.Commands;
using Registry.Api.Credentials;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Personal;

namespace Registry.Api.Wallets;

/// <summary>An offer that is made, or why it is not.</summary>
/// <param name="Name">Code and transaction code follow from it.</param>
/// <param name="Link">Opens a wallet.</param>
/// <remarks>Neither: the licence is not published yet, and may be in a moment.</remarks>
internal sealed record MadeOffer(string? Name, string? Link, Refusal? Refusal);

/// <summary>Offers of credentials (OpenID4VCI 1.0 section 4.1.3).</summary>
/// <remarks>Link and codes follow from the request's key, so that asking again gives the same offer without any of them being kept.</remarks>
internal sealed class WalletOffers(CredentialTypes types, EventReceipts receipts, WalletSecrets secrets, PublicAddress address, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const uint TransactionCodes = 1_000_000;

    /// <param name="subject">Whose credential it will be: one of the licence's holders.</param>
    /// <param name="holder">Id under which the holder is signed in; null for one who has not taken the offer yet.</param>
    public async Task<MadeOffer> MakeAsync(string tenant, CurrentVersion current, SubjectTag subject, string? holder, IdempotentRequest request, CancellationToken token)
    {
        var licence = current.Licence;
        if (CredentialDecider.Refuse(licence, clock.Today()) is { } refusal)
            return new(null, null, refusal);
        if (await types.OfAsync(tenant, licence) is not { } type)
            return new(null, null, CredentialDecider.TypeUnknown);
        if (await receipts.OfAsync(tenant, current.MadeBy, token) is null)
            return new(null, null, null);
        var name = Base64Url.EncodeToString(secrets.Derive(
            "offer", $"{request.Tenant}\n{request.Actor}\n{request.Key}\n{Convert.ToHexStringLower(request.Digest)}"));
        var grant = new WalletGrant(holder, subject, licence.Id, licence.Issuer, type.Configuration);
        await secrets.KeepAsync(SecretKind.Code, CodeOf(name), grant.ToString(), Life, DigitsOf(name));
        return new(name, LinkOf(licence.Issuer, name), null);
    }

    /// <summary>Opens a wallet.</summary>
    public string LinkOf(Uscc issuer, string offer) =>
        $"openid-credential-offer://?credential_offer_uri={Uri.EscapeDataString($"{address.Issuer(issuer)}/offers/{offer}")}";

    /// <summary>The pre-authorized code.</summary>
    public string CodeOf(string offer) => Base64Url.EncodeToString(secrets.Derive("code", offer));

    /// <summary>The transaction code: six digits.</summary>
    public string DigitsOf(string offer) => (BinaryPrimitives.ReadUInt32BigEndian(secrets.Derive("transaction-code", offer)) % TransactionCodes)
        .ToString("D6", CultureInfo.InvariantCulture);
}
