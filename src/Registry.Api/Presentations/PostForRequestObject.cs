using Registry.Api.Hosting;
using Registry.Api.Wallets;
using Registry.Domain.Issuers;
using Registry.Domain.Presentations;
using Registry.Projections.Issuers;

namespace Registry.Api.Presentations;

/// <summary>
/// The same request for a wallet that brings a nonce of its own (OpenID4VP 1.0 section 5.10): the signature then shows that nobody kept the
/// request for later, and for one that says what it can do (<see cref="WalletMetadata"/>): it gets a request that it can answer, or an error.
/// </summary>
internal static class PostForRequestObject
{
    public static void Map(RouteGroupBuilder wallet) =>
        wallet.MapPost($"/{GetRequestObject.Part}", Handle).WithSummary("What a wallet is asked to show, with its nonce 带钱包随机数的出示请求")
            .Produces<string>(contentType: RequestObject.MediaType).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        string handle, HttpRequest request, WalletSecrets secrets, IssuerSigners signers, PublicAddress address, RegistrySettings settings,
        HttpResponse response, CancellationToken token)
    {
        response.Headers.CacheControl = "no-store";
        // A wallet that has nothing to say may send no form at all.
        var form = request.HasFormContentType ? await request.ReadFormAsync(token) : FormCollection.Empty;
        var (nonce, metadata) = (form["wallet_nonce"], form["wallet_metadata"]);
        return nonce.Count > 1 || nonce.ToString().Length > RequestObject.MostOfNonce
            || metadata.Count > 1 || metadata.ToString().Length > WalletMetadata.MaxLength
            ? OAuthError.Of("invalid_request")
            : await GetRequestObject.AnswerAsync(
                handle, nonce.ToString() is { Length: > 0 } given ? given : null, metadata.Count == 0 ? null : metadata.ToString(), secrets, signers, address,
                settings, response, token);
    }
}
