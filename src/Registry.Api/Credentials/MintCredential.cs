using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Erasures;
using Registry.Domain.Licences;
using Registry.Projections.Issuers;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Credentials;

/// <summary>
/// A verifiable credential (SD-JWT VC) of a licence's current version, for its holder. What it takes from the face is recorded as an
/// access. The answer names it; it is read there, as often as needed.
/// </summary>
internal static class MintCredential
{
    // Another took the place between our looking and saving: one in some thousands.
    private const int Tries = 3;

    /// <param name="HolderKey">Public JWK of the wallet's key, which the credential is then bound to.</param>
    public sealed record Request(JsonObject? HolderKey = null);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/credentials", Handle).RequireAuthorization(Policies.OwnData).RecordsAccess()
            .WithSummary("Mint a credential of one's own licence for a wallet 签发可验证凭证")
            .Produces<Receipt>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Handle(
        LicenceId id, Request body, CommandRunner commands, Disclosure disclosure, CredentialMinting minting, RegistrySettings settings,
        HttpResponse response, CancellationToken token)
    {
        var holderKey = body.HolderKey is null ? null : Jwk.PublicPart(body.HolderKey);
        if (body.HolderKey is not null && holderKey is null)
            return Problems.Invalid("holder-key-malformed", "holderKey");
        await using var reading = commands.Open();
        if (await CurrentVersion.ReadAsync(reading.Marten, id, token) is not { Licence: var licence } current)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");
        // Each holder's credential is of their own face; who is none is refused as over the first one's.
        var own = licence.FaceOf(commands.Caller.Actor.Subject ?? default) ?? licence.Face;
        var ruling = AccessPolicy.OnCredential(commands.Caller.Actor, id, own.Subject);
        if (await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        if (await disclosure.OpenAsync(receipt, own, token) is not { } face)
            return await commands.RefuseAsync(ErasureDecider.SubjectErased);

        for (var left = Tries; ; left--)
        {
            var (fact, refusal, _) = await minting.MakeAsync(commands.Caller.Tenant, current, own.Subject, face, holderKey, token);
            if (refusal is not null)
                return await commands.RefuseAsync(refusal);
            if (fact is null)
            {
                response.Headers.RetryAfter = "1";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "credential-not-ready");
            }
            try
            {
                return await KeepAsync(fact, ruling.Ground!, commands, settings);
            }
            catch (Exception e) when (left > 1 && CredentialMinting.IsPlaceTaken(e))
            {
            }
        }
    }

    private static async Task<IResult> KeepAsync(
        CredentialEvent.Minted fact, Ground ground, CommandRunner commands, RegistrySettings settings)
    {
        await using var session = commands.Open();
        session.Act.Ground = ground;
        var id = CredentialId.Of(Guid.CreateVersion7());
        var facts = session.Build([fact]);
        session.Marten.Events.StartStream<Credential>(id.Value, facts);
        IssuerSigners.RequireLive(session.Marten, settings.Schema, commands.Caller.Tenant, fact.Kid);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/credentials/{id}", Receipts.Of(id, facts.Count, facts));
    }
}
