using Registry.Api.Access;

namespace Registry.Api.Verification;

internal static class VerificationRoutes
{
    public static void MapVerification(this RouteGroupBuilder api)
    {
        var verify = api.MapGroup("/verify").AllowAnonymous().CarriesNothingPersonal().WithTags("Verify 核验")
            .WithMetadata(new LimitedPerClient());
        VerifyLicence.Map(verify);
        VerifyLicences.Map(verify);
        VerifyFile.Map(verify);
        GetCheckReceipt.Map(verify);
        GetReceiptKeys.Map(verify);
        MatchLicence.Map(api.MapGroup("/verify").WithTags("Verify 核验").WithMetadata(new LimitedPerClient()));
    }
}
