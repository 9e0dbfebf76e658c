using System.Globalization;
using System.Text.Json.Nodes;
using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Api.Access;
using Registry.Api.Access.WhoLooked;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Issuers;
using Registry.Api.Pages;
using Registry.Api.Pages.SignIn;
using Registry.Api.Verification;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Licences;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>
/// The page to which a wallet sends its holder (RFC 9126 section 4): which wallet asks for what. Whoever comes with a citizen's token, as the
/// city's app and portal send it, or is signed in on our pages, may choose one of their licences; anybody else is led to sign in and back.
/// </summary>
internal static class AskConsent
{
    public const string Endpoint = "authorize";

    // Of one type, by one agency.
    private const int Most = 20;

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapGet($"/{Endpoint}", Handle).AddEndpointFilter(PageProblems.FilterAsync).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient(), new SignedInPage())
            .WithSummary("The page where a holder consents to a wallet's request 钱包授权页面")
            .Produces(StatusCodes.Status200OK, contentType: "text/html").ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>A page that leads nowhere: to whom an error could be told is not known, or not proven.</summary>
    /// <param name="code">As wallets' developers know it.</param>
    public static HtmlPage Refuse(string code) => new(
        "consent-void-title", $"<p role=\"alert\">{HtmlPage.Text("consent-void")} ({HtmlPage.Encode(code)})</p>", Status: StatusCodes.Status400BadRequest);

    /// <summary>The page of a request that somebody was asked about.</summary>
    public static string PlaceOf(AuthorizationRequest request, Consent consent) => ReturnPath.Of(QueryHelpers.AddQueryString(
        $"/agency/{request.Issuer}/{Endpoint}",
        new Dictionary<string, string?> { ["client_id"] = request.ClientId, ["request_uri"] = PushAuthorizationRequest.Prefix + consent.Request }));

    private static async Task<IResult> Handle(
        Uscc agency, [FromQuery(Name = "client_id")] string? client, [FromQuery(Name = "request_uri")] string? uri, HttpContext http, WalletSecrets secrets, CredentialConfigurations configurations,
        CredentialTypes types, IAuthorizationService authorization, Caller caller, RegistrySessions sessions, RegistrySettings settings, PageForms forms,
        TimeProvider clock, CancellationToken token)
    {
        if (uri?.StartsWith(PushAuthorizationRequest.Prefix, StringComparison.Ordinal) is not true)
            return Refuse("invalid_request");
        var name = uri[PushAuthorizationRequest.Prefix.Length..];
        if (AuthorizationRequest.Parse(await secrets.ReadAsync(SecretKind.AuthorizationRequest, name, token)) is not { } request || request.Issuer != agency)
            return Refuse("invalid_request_uri");
        if (request.ClientId != client || settings.Wallets.FirstOrDefault(one => one.ClientId == client) is not { } wallet)
            return Refuse("invalid_request");

        var type = (await configurations.OfAsync(settings.Authority, agency, token))!.First(one => one.Configuration == request.Configuration);
        var asked = $"""
            <dl>
            {HtmlPage.Row("consent-wallet", wallet.Name)}
            {HtmlPage.Row("consent-credential", NameOf(type))}
            {HtmlPage.Row("issuer", agency.Value)}
            </dl>
            """;
        if (!(await authorization.AuthorizeAsync(http.User, Policies.OwnData)).Succeeded || caller.Actor is not { Subject: { } subject } holder)
            return new HtmlPage("consent-title", $"{asked}<p>{HtmlPage.Text("consent-sign-in")}</p>{SignInRoutes.Way(http, ReturnPath.Of(http))}");

        await using var session = sessions.Query(settings.Authority);
        var fitting = await FittingAsync(session, types, request, subject, settings.Authority, clock.Today(), token);
        var consent = WalletSecrets.New();
        var inSession = http.Request.Headers.Authorization.Count == 0;
        await secrets.KeepAsync(
            SecretKind.Consent, consent, new Consent(name, holder.Id, subject, [.. fitting.Select(one => one.Id)], inSession).ToString(), PushAuthorizationRequest.Life);
        return new HtmlPage("consent-title", $"""
            {asked}
            <p>{HtmlPage.Text(fitting.Count > 0 ? "consent-what" : "consent-nothing")}</p>
            <form method="post" action="{Endpoint}"><input type="hidden" name="consent" value="{consent}">{(inSession ? forms.HiddenKey(http) : "")}
            {string.Concat(fitting.Select(one => Button(one.Id.ToString(), HtmlPage.Text("consent-give"), one.Identifier.ToString())))}
            {Button("", HtmlPage.Text("consent-decline"), "")}
            </form>
            {(inSession ? forms.Button(http, WhoLookedRoutes.Leaving, "leave") : "")}
            """, FormTargets: ["'self'", WalletSettings.TargetOf(request.RedirectUri)]);
    }

    // What could be offered to a wallet now, by the same rule.
    private static async Task<IReadOnlyList<Licence>> FittingAsync(
        IQuerySession session, CredentialTypes types, AuthorizationRequest request, SubjectTag subject, string tenant, DateOnly today,
        CancellationToken token)
    {
        var issuer = request.Issuer.Value;
        var cards = await session.Query<LicenceCard>().Of(subject)
            .Where(card => card.Issuer == issuer && card.Status == LicenceStatus.InForce).ToListAsync(token);
        var fitting = new List<Licence>();
        foreach (var card in cards.Where(card => request.Configuration.StartsWith($"{card.Identifier.Type}-", StringComparison.Ordinal)).Take(Most))
            if (await session.Events.AggregateStreamAsync<Licence>(card.Id, token: token) is { } licence
                && CredentialDecider.Refuse(licence, today) is null
                && (await types.OfAsync(tenant, licence))?.Configuration == request.Configuration)
                fitting.Add(licence);
        return fitting;
    }

    private static string NameOf(CredentialType type) => JsonNode.Parse(type.Document)!["display"]!.AsArray()
        .Single(one => (string?)one!["locale"] == CultureInfo.CurrentUICulture.Name)!["name"]!.GetValue<string>();

    private static string Button(string licence, string text, string which) =>
        $"""<p><button name="licence" value="{licence}">{text} {HtmlPage.Encode(which)}</button></p>""";
}
