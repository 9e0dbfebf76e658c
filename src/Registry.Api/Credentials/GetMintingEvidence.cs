using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Projections;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Credentials;

/// <summary>
/// That a credential was made at its place in the log, for its holder to keep: where the issuer's key turns out to be compromised,
/// this shows that the credential was made before.
/// </summary>
internal static class GetMintingEvidence
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/credentials/{id}/evidence", Handle).RequireAuthorization(Policies.OwnData).RecordsAccess().WithTags("Licences 证照")
            .WithSummary("Proof of when one's own credential was made; the reading is recorded 凭证签发证明").Produces<MintingEvidence>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Handle(
        CredentialId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, MintingEvidences evidences, HttpResponse response,
        CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        if (await session.Events.AggregateStreamAsync<Credential>(id.Value, token: token) is not { } credential)
            return await disclosure.NothingThereAsync(DataClass.Evidence, $"credential/{id}");
        var ruling = AccessPolicy.OnCredential(caller.Actor, credential.Licence, credential.Text.Subject);
        if (await disclosure.RecordAsync(ruling, credential.Text.Subject, DataClass.Evidence, $"credential/{id}") is null)
            return Problems.NotFound();
        if (await evidences.OfAsync(caller.Tenant, id, token) is not { } evidence)
        {
            response.Headers.RetryAfter = "1";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "credential-not-ready");
        }
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(evidence);
    }
}
