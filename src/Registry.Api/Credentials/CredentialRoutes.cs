using Registry.Domain.Credentials;

namespace Registry.Api.Credentials;

internal static class CredentialRoutes
{
    public const string StatusListType = StatusListToken.MediaType;

    public static void MapCredentials(this WebApplication app, RouteGroupBuilder api)
    {
        GetStatusList.Map(app);
        ListStatusLists.Map(app);
        var licences = api.MapGroup("/licences").WithTags("Licences 证照");
        MintCredential.Map(licences);
        GetCredential.Map(api);
        GetMintingEvidence.Map(api);
    }

    /// <summary>Lists leave compressed where the client takes it: base64url of what is compressed still shrinks by a quarter.</summary>
    public static void UseStatusCompression(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/status"), lists => lists.UseResponseCompression());
}
