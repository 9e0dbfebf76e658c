using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Credentials;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Issuers;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>
/// Credentials for a wallet (OpenID4VCI 1.0 section 8), one for each key that it proves to have, all in one commit. It is the holder's
/// access to their licence, recorded before the answer, and each credential is an event as one minted otherwise.
/// </summary>
internal static class FetchCredential
{
    private const int Tries = 3;
    private const string Endpoint = "credential";

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{Endpoint}", Handle).AllowAnonymous().RecordsAccess()
            .WithSummary("Credentials for a wallet; the reading is recorded 钱包领取凭证").Produces<string>(contentType: "application/json");

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, WalletTokens tokens, WalletSecrets secrets, CommandRunner commands, Disclosure disclosure, CredentialMinting minting,
        PublicAddress address, RegistrySettings settings, TimeProvider clock, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (access, refusal) = await tokens.ReadAsync(http, agency, Endpoint, token);
        if (access is not { Grant: var grant })
            return refusal!;
        var (asked, error) = await CredentialRequest.ReadAsync(http.Request.Body, grant, address.Issuer(agency), clock.GetUtcNow(), token);
        if (asked is null)
            return OAuthError.Of(error!);
        foreach (var nonce in asked.Proofs.Select(proof => proof.Nonce).Distinct())
            if (await secrets.UseAsync(SecretKind.Nonce, MakeNonce.NameAt(agency, nonce)) is null)
                return OAuthError.Of("invalid_nonce");

        commands.Caller.ActFor(grant.Actor);
        await using var reading = commands.Open();
        var current = (await CurrentVersion.ReadAsync(reading.Marten, grant.Licence, token))!;
        var licence = current.Licence;
        var ruling = AccessPolicy.OnCredential(grant.Actor, grant.Licence, licence.Face.Subject);
        if (await disclosure.RecordAsync(ruling, licence.Face.Subject, DataClass.Licence, $"licence/{grant.Licence}") is not { } receipt
            || await disclosure.OpenAsync(receipt, licence.Face, token) is not { } face)
            return OAuthError.Of("credential_request_denied");

        for (var left = Tries; ; left--)
        {
            var made = new List<Made>();
            foreach (var proof in asked.Proofs)
                made.Add(await minting.MakeAsync(settings.Authority, current, face, proof.Key, token));
            if (made.Any(one => one.Refusal is not null))
                return OAuthError.Of("credential_request_denied");
            if (made.Any(one => one.Fact is null))
            {
                http.Response.Headers.RetryAfter = "1";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "credential-not-ready");
            }
            try
            {
                var kept = await KeepAsync([.. made.Select(one => one.Fact!)], ruling.Ground!, commands, settings);
                return TypedResults.Json(new JsonObject
                {
                    ["credentials"] = new JsonArray([.. made.Select(one => new JsonObject { ["credential"] = one.Text })]),
                    ["notification_id"] = await TakeNotification.ExpectAsync(access, kept, secrets),
                });
            }
            catch (Exception e) when (left > 1 && CredentialMinting.IsPlaceTaken(e))
            {
            }
        }
    }

    private static async Task<IReadOnlyList<CredentialId>> KeepAsync(
        IReadOnlyList<CredentialEvent.Minted> facts, Ground ground, CommandRunner commands, RegistrySettings settings)
    {
        await using var session = commands.Open();
        session.Act.Ground = ground;
        var ids = facts.Select(_ => CredentialId.Of(Guid.CreateVersion7())).ToList();
        foreach (var (id, fact) in ids.Zip(facts))
            session.Marten.Events.StartStream<Credential>(id.Value, session.Build([fact]));
        foreach (var kid in facts.Select(fact => fact.Kid).Distinct())
            IssuerSigners.RequireLive(session.Marten, settings.Schema, settings.Authority, kid);
        await CommandRunner.SaveAsync(session);
        return ids;
    }
}
