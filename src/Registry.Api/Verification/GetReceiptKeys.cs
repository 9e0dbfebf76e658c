using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Issuers;

namespace Registry.Api.Verification;

/// <summary>
/// The keys that receipts verify with, as a JWK Set (RFC 7517 section 5). Retired keys stay. One that was compromised is gone: a
/// receipt has no place in the log, so nothing shows that it was made before.
/// </summary>
internal static class GetReceiptKeys
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    public static void Map(RouteGroupBuilder verify) =>
        verify.MapGet("/keys", HandleAsync)
            .WithSummary("The keys that sign receipts of verifications 核验回执公钥").Produces<string>(contentType: "application/json");

    private static async Task<IResult> HandleAsync(
        IssuerSigners issuers, RegistrySettings settings, HttpContext http, CancellationToken token)
    {
        var keys = await issuers.AllAsync(settings.Authority, KeyOwner.OfReceipts(RegionCode.Parse(settings.Authority)), token);
        var known = keys.Where(key => key.Suspicion is null).Select(key => Jwk.Export(Convert.FromBase64String(key.PublicKey)));
        var set = new JsonObject { ["keys"] = new JsonArray([.. known]) };
        return PublicBytes.Answer(http, Encoding.UTF8.GetBytes(set.ToJsonString()), "application/json", MaxAge);
    }
}
