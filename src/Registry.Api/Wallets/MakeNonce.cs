using Registry.Api.Access;
using Registry.Api.Verification;
using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets;

/// <summary>A nonce for proofs of possession (OpenID4VCI 1.0 section 7): good at this issuer, once.</summary>
internal static class MakeNonce
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost("/nonce", Handle).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient())
            .WithSummary("Nonce for a wallet's proofs 凭证申请随机数").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(Uscc agency, WalletSecrets secrets, HttpResponse response)
    {
        var nonce = WalletSecrets.New();
        await secrets.KeepAsync(SecretKind.Nonce, NameAt(agency, nonce), "", Life);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new Dictionary<string, string> { ["c_nonce"] = nonce });
    }

    /// <summary>Another issuer's nonce is none here.</summary>
    public static string NameAt(Uscc agency, string nonce) => $"{agency}\n{nonce}";
}
