using System.Text.Json;
using System.Text.Json.Nodes;
using JasperFx;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets;

/// <summary>
/// What a wallet says became of the credentials of one answer (OpenID4VCI 1.0 section 11): a fact of each, once however often it is said.
/// Words of its own are not kept: nobody knows whom they are about.
/// </summary>
internal static class TakeNotification
{
    private const int Tries = 3;
    private const string Endpoint = "notification";

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{Endpoint}", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithSummary("What became of a wallet's credentials 钱包回执").Produces(StatusCodes.Status204NoContent);

    /// <summary>The <c>notification_id</c> for credentials that were fetched with a token: as good as the token, with it alone.</summary>
    public static async Task<string> ExpectAsync(WalletToken access, IReadOnlyList<CredentialId> credentials, WalletSecrets secrets)
    {
        var id = WalletSecrets.New();
        await secrets.KeepAsync(SecretKind.Notification, NameAt(access, id), JsonSerializer.Serialize(credentials), WalletTokens.Life);
        return id;
    }

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, WalletTokens tokens, WalletSecrets secrets, CommandRunner commands, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (access, refusal) = await tokens.ReadAsync(http, agency, Endpoint, token);
        if (access is not { Grant: var grant })
            return refusal!;
        if (await WalletBody.ObjectAsync(http.Request.Body, token) is not { } told || WalletBody.TextOf(told["notification_id"]) is not { } id
            || ReportIn(told["event"]) is not { } report)
            return OAuthError.Of("invalid_notification_request");
        if (await secrets.ReadAsync(SecretKind.Notification, NameAt(access, id), token) is not { } detail)
            return OAuthError.Of("invalid_notification_id");

        commands.Caller.ActFor(grant.Actor);
        var credentials = JsonSerializer.Deserialize<List<CredentialId>>(detail)!;
        for (var left = Tries; ; left--)
        {
            try
            {
                await KeepAsync(credentials, report, grant, commands);
                return TypedResults.NoContent();
            }
            // Said twice at once.
            catch (ConcurrencyException) when (left > 1)
            {
            }
        }
    }

    private static async Task KeepAsync(
        IReadOnlyList<CredentialId> credentials, WalletReport report, WalletGrant grant, CommandRunner commands)
    {
        await using var session = commands.Open();
        session.Act.Ground = AccessPolicy.OnCredential(grant.Actor, grant.Licence, grant.Subject).Ground;
        foreach (var id in credentials)
        {
            var stream = await session.Marten.Events.FetchForWriting<Credential, CredentialId>(id);
            stream.AppendMany(session.Build(CredentialDecider.Report(stream.Aggregate!, report).Events));
        }
        await CommandRunner.SaveAsync(session);
    }

    private static WalletReport? ReportIn(JsonNode? node) => WalletBody.TextOf(node) switch
    {
        "credential_accepted" => WalletReport.Accepted,
        "credential_failure" => WalletReport.Failed,
        "credential_deleted" => WalletReport.Deleted,
        _ => null,
    };

    private static string NameAt(WalletToken access, string id) => $"{access.Text}\n{id}";
}
