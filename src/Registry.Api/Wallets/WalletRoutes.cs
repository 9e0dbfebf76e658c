namespace Registry.Api.Wallets;

/// <summary>Issuing into wallets by OpenID4VCI 1.0, pre-authorized code flow. Each issuing agency is a credential issuer.</summary>
internal static class WalletRoutes
{
    public static void MapWallets(this WebApplication app, RouteGroupBuilder api)
    {
        OfferCredential.Map(api);
        OfferAtWindow.Map(api);
        TakeWindowOffer.Map(api);
        GetCredentialIssuer.Map(app);
        GetAuthorizationServer.Map(app);
        var issuer = app.MapGroup("/agency/{agency}").WithTags("Wallets 钱包");
        GetOffer.Map(issuer);
        RedeemOffer.Map(issuer);
        MakeNonce.Map(issuer);
        FetchCredential.Map(issuer);
        TakeNotification.Map(issuer);
    }
}
