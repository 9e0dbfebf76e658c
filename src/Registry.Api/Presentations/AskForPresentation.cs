using System.Buffers.Text;
using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Documents;
using Registry.Api.Identity;
using Registry.Api.Issuers;
using Registry.Api.LicenceTypes;
using Registry.Api.Wallets;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Presentations;
using Registry.Projections.Issuers;

namespace Registry.Api.Presentations;

/// <summary>
/// An officer asks a holder to show claims of a licence of one type from a wallet (OpenID4VP 1.0). Asking shows nothing of anybody;
/// what is shown is read, and recorded, at the presentation.
/// </summary>
/// <remarks>The handle follows from the request's key: asking again with it gives the same request.</remarks>
internal static class AskForPresentation
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <param name="LicenceType">Any version of it.</param>
    /// <param name="Claims">By their names in the type's metadata, as holder_name.</param>
    /// <param name="Encrypted">Whether the answer is encrypted to this request (direct_post.jwt), as it is unless a wallet cannot.</param>
    public sealed record Request(LicenceTypeCode LicenceType, IReadOnlyList<string> Claims, bool Encrypted = true);

    /// <param name="Handle">Where the officer finds what is shown.</param>
    /// <param name="Link">Opens a wallet.</param>
    /// <param name="Qr">The same as a QR code (PNG, base64).</param>
    /// <param name="ExpiresIn">Seconds.</param>
    public sealed record Response(string Handle, string Link, string Qr, int ExpiresIn);

    public static void Map(RouteGroupBuilder presentations) =>
        presentations.MapPost("/", Handle).RequireAuthorization(Policies.AskForPresentations).CarriesNothingPersonal()
            .WithSummary("Ask a holder to show a licence from a wallet 请求从钱包出示证照").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, CommandRunner commands, LicenceTypeCatalogue catalogue, CredentialTypes types, IssuerSigners signers, WalletSecrets secrets,
        PublicAddress address, TimeProvider clock, HttpContext http, CancellationToken token)
    {
        var caller = commands.Caller;
        if (AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is { } refusal)
            return await commands.RefuseAsync(refusal);
        if (await catalogue.OfAsync(caller.Tenant, body.LicenceType) is not { InForce: { } newest } type)
            return Problems.Invalid("presentation-type-unknown", "licenceType");
        var known = ClaimsOf(types.Of(body.LicenceType, newest.Number, newest.Definition));
        if (body.Claims is not { Count: > 0 and <= PresentationQuery.MostClaims } claims || claims.Distinct().Count() < claims.Count
            || claims.Any(claim => !known.Contains(claim)))
            return Problems.Invalid("presentation-claims", "claims", LicenceCredential.ReceiptClaim);

        var request = IdempotentRequest.Of(http);
        var handle = Base64Url.EncodeToString(
            secrets.Derive("presentation", $"{request.Tenant}\n{request.Actor}\n{request.Key}\n{Convert.ToHexStringLower(request.Digest)}"));
        var signer = await signers.CurrentAsync(caller.Tenant, KeyOwner.OfVerifier(RegionCode.Parse(caller.Tenant)), token);
        var (agency, now) = (caller.Actor.Agency!.Value, clock.GetUtcNow());
        var asked = new AskedPresentation(
            caller.Actor.Id, agency, $"x509_hash:{signer.CertificateHash}", await catalogue.NameOfAsync(caller.Tenant, agency),
            new([.. Enumerable.Range(1, newest.Number).Where(number => type.Version(number) is not null)
                .Select(number => address.Type(body.LicenceType, number))], claims),
            body.Encrypted, now, now + Life);
        await secrets.KeepAsync(SecretKind.PresentationRequest, handle, asked.ToString(), Life);
        var link = $"openid4vp://?client_id={Uri.EscapeDataString(asked.ClientId)}"
            + $"&request_uri={Uri.EscapeDataString(address.Presentation(handle, GetRequestObject.Part))}&request_uri_method=post";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(handle, link, Convert.ToBase64String(QrPicture.Png(link)), (int)Life.TotalSeconds));
    }

    private static HashSet<string> ClaimsOf(CredentialType type) =>
    [
        .. JsonNode.Parse(type.Document)!["claims"]!.AsArray().Select(claim => (string)claim!["path"]![0]!)
            .Where(claim => claim != LicenceCredential.ReceiptClaim),
    ];
}
