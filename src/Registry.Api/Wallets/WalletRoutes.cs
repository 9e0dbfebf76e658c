using Registry.Api.Wallets.CodeFlow;

namespace Registry.Api.Wallets;

/// <summary>Issuing into wallets by OpenID4VCI 1.0, from an offer or from the wallet. Each issuing agency is a credential issuer.</summary>
internal static class WalletRoutes
{
    public static void MapWallets(this WebApplication app, RouteGroupBuilder api)
    {
        OfferCredential.Map(api);
        OfferAtWindow.Map(api);
        TakeWindowOffer.Map(api);
        WindowPage.Map(app);
        TakingPage.Map(app);
        GetCredentialIssuer.Map(app);
        GetAuthorizationServer.Map(app);
        var issuer = app.MapGroup("/agency/{agency}").WithTags("Wallets 钱包");
        GetOffer.Map(issuer);
        PushAuthorizationRequest.Map(issuer);
        AskConsent.Map(issuer);
        TakeConsent.Map(issuer);
        MakeToken.Map(issuer);
        MakeNonce.Map(issuer);
        FetchCredential.Map(issuer);
        FetchDeferred.Map(issuer);
        TakeNotification.Map(issuer);
    }
}
