using Registry.Api.Access;
using Registry.Api.Verification;

namespace Registry.Api.Presentations;

/// <summary>What holders show officers from their wallets, by OpenID4VP 1.0.</summary>
internal static class PresentationRoutes
{
    public static void MapPresentations(this WebApplication app, RouteGroupBuilder api)
    {
        var officer = api.MapGroup("/presentations").WithTags("Presentations 出示");
        AskForPresentation.Map(officer);
        GetPresentation.Map(officer);
        var wallet = app.MapGroup("/presentations/{handle}").AllowAnonymous().CarriesNothingPersonal().WithTags("Wallets 钱包")
            .WithMetadata(new LimitedPerClient());
        GetRequestObject.Map(wallet);
        PostForRequestObject.Map(wallet);
        ReceivePresentation.Map(wallet);
    }
}
