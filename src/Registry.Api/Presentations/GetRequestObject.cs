using System.Security.Cryptography;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Wallets;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Presentations;
using Registry.Projections.Issuers;

namespace Registry.Api.Presentations;

/// <summary>What a wallet is asked to show, signed by the verify service, while it can still be answered.</summary>
internal static class GetRequestObject
{
    public const string Part = "request";

    public static void Map(RouteGroupBuilder wallet) =>
        wallet.MapGet($"/{Part}", Handle).WithSummary("What a wallet is asked to show 出示请求")
            .Produces<string>(contentType: RequestObject.MediaType).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static Task<IResult> Handle(
        string handle, WalletSecrets secrets, IssuerSigners signers, PublicAddress address, RegistrySettings settings, HttpResponse response,
        CancellationToken token) =>
        AnswerAsync(handle, walletNonce: null, walletMetadata: null, secrets, signers, address, settings, response, token);

    internal static async Task<IResult> AnswerAsync(
        string handle, string? walletNonce, string? walletMetadata, WalletSecrets secrets, IssuerSigners signers, PublicAddress address, RegistrySettings settings,
        HttpResponse response, CancellationToken token)
    {
        if (AskedPresentation.Read(await secrets.ReadAsync(SecretKind.PresentationRequest, handle, token)) is not { } asked)
            return Problems.NotFound();
        var signer = await signers.CurrentAsync(settings.Authority, KeyOwner.OfVerifier(RegionCode.Parse(settings.Authority)), token);
        // The certificate changed meanwhile, and the link names the old one: the officer asks anew.
        if (asked.ClientId != $"x509_hash:{signer.CertificateHash}")
            return Problems.NotFound();
        var (wallet, error) = walletMetadata is null ? (WalletMetadata.None, null) : WalletMetadata.Read(WalletBody.Parse(walletMetadata), asked.Encrypted);
        if (wallet is null)
            return OAuthError.Of(error!);
        using var key = asked.Encrypted ? asked.KeyOf(handle, secrets) : null;
        using var ephemeral = wallet.EncryptTo is null ? null : ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var text = new RequestObject(
            asked.ClientId, asked.ClientName, address.Presentation(handle, ReceivePresentation.Part), asked.NonceOf(handle, secrets),
            asked.Query, key is null ? null : AskedPresentation.PublicKeyOf(key), asked.AskedAt, asked.ExpiresAt)
        {
            WalletNonce = walletNonce,
            Wallet = wallet,
        }.For(signer.Header(), signer.Signer, ephemeral);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Text(text, RequestObject.MediaType);
    }
}
