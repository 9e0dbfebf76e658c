using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Api.Pages;
using Registry.Api.Pages.SignIn;
using Registry.Api.Verification;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>
/// A holder's answer, which leads the browser back to the wallet: with a code (RFC 6749 section 4.1.2), recorded as the offer of a licence is, or
/// without. The page's secret stands for the holder, so that no other page can answer for them, and a request takes one answer. Who was asked in a session
/// of the pages answers in it, with its form key.
/// </summary>
internal static class TakeConsent
{
    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{AskConsent.Endpoint}", Handle).AddEndpointFilter(PageProblems.FilterAsync).AllowAnonymous().RecordsAccess().WithMetadata(new LimitedPerClient(), new SignedInPage())
            .WithSummary("A holder consents to a wallet's request, or declines; recorded 钱包授权").Produces(StatusCodes.Status303SeeOther)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, WalletSecrets secrets, Caller caller, Disclosure disclosure, PublicAddress address, PageForms forms,
        IAuthorizationService authorization, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await WalletBody.FormAsync(http.Request, token) is not { } form
            || Consent.Read(await secrets.ReadAsync(SecretKind.Consent, form["consent"].ToString(), token)) is not { } consent
            || AuthorizationRequest.Parse(await secrets.ReadAsync(SecretKind.AuthorizationRequest, consent.Request, token)) is not { } request
            || request.Issuer != agency)
            return AskConsent.Refuse("invalid_request_uri");
        if (consent.InSession)
        {
            if (!(await authorization.AuthorizeAsync(http.User, Policies.OwnData)).Succeeded || caller.Actor.Id != consent.Holder)
                return SignInRoutes.Refuse(http, StatusCodes.Status401Unauthorized, "page-sign-in", AskConsent.PlaceOf(request, consent));
            if (!forms.IsOurs(http, form))
                return HtmlPage.Refusal(StatusCodes.Status403Forbidden, "page-form-foreign");
        }

        WalletGrant? grant = null;
        if (form["licence"].ToString() is { Length: > 0 } chosen)
        {
            if (!LicenceId.TryParse(chosen, null, out var licence) || !consent.Licences.Contains(licence))
                return AskConsent.Refuse("invalid_request");
            grant = new(consent.Holder, consent.Subject, licence, agency, request.Configuration, request.Named);
            caller.ActFor(grant.Actor);
            var ruling = AccessPolicy.OnCredential(grant.Actor, licence, consent.Subject);
            if (await disclosure.RecordAsync(ruling, consent.Subject, DataClass.Licence, $"licence/{licence}") is null)
                return AskConsent.Refuse("access_denied");
        }
        if (await secrets.UseAsync(SecretKind.AuthorizationRequest, consent.Request) is null)
            return AskConsent.Refuse("invalid_request_uri");

        var issuer = address.Issuer(agency);
        if (grant is null)
            return BackTo(http.Response, request.Answer(issuer, "error", "access_denied"));
        var code = WalletSecrets.New();
        await secrets.KeepAsync(SecretKind.AuthorizationCode, code, new AuthorizationCode(request, grant).ToString(), AuthorizationCode.Life);
        return BackTo(http.Response, request.Answer(issuer, "code", code));
    }

    // 303, so that no browser posts the answer on (RFC 9700 section 4.12).
    private static StatusCodeHttpResult BackTo(HttpResponse response, string address)
    {
        response.Headers.Location = address;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
