using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;

namespace Registry.Api.Wallets;

/// <summary>What the link of an offer leads to (OpenID4VCI 1.0 section 4.1.1), while it can still be redeemed.</summary>
internal static class GetOffer
{
    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapGet("/offers/{offer}", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithSummary("A credential offer 凭证提供").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Uscc agency, string offer, WalletOffers offers, WalletSecrets secrets, PublicAddress address, HttpResponse response, CancellationToken token)
    {
        var code = offers.CodeOf(offer);
        if (WalletGrant.Read(await secrets.ReadAsync(SecretKind.Code, code, token)) is not { } grant || grant.Issuer != agency)
            return Problems.NotFound();
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new JsonObject
        {
            ["credential_issuer"] = address.Issuer(agency),
            ["credential_configuration_ids"] = new JsonArray(grant.Configuration),
            ["grants"] = new JsonObject
            {
                [RedeemOffer.GrantType] = new JsonObject
                {
                    ["pre-authorized_code"] = code,
                    ["tx_code"] = new JsonObject { ["input_mode"] = "numeric", ["length"] = 6 },
                },
            },
        });
    }
}
