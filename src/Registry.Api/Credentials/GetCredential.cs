using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Erasures;
using Registry.Projections;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Credentials;

/// <summary>A credential that was minted, for its holder. The access is committed before the answer.</summary>
internal static class GetCredential
{
    /// <param name="Credential">SD-JWT VC in its issued form, with every disclosure (<c>application/dc+sd-jwt</c>).</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(Guid Licence, int Version, string Format, string Credential, Guid AccessEvent);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/credentials/{id}", Handle).RequireAuthorization(Policies.OwnData).RecordsAccess().WithTags("Licences 证照")
            .WithSummary("One's own credential; the reading is recorded 本人可验证凭证").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        CredentialId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        if (await session.Events.AggregateStreamAsync<Credential>(id.Value, token: token) is not { } credential)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"credential/{id}");
        var ruling = AccessPolicy.OnCredential(caller.Actor, credential.Licence, credential.Text.Subject);
        if (await disclosure.RecordAsync(ruling, credential.Text.Subject, DataClass.Licence, $"credential/{id}") is not { } receipt)
            return Problems.NotFound();
        if (await disclosure.OpenAsync(receipt, credential.Text, token) is not { } text)
            return Problems.Refused(ErasureDecider.SubjectErased);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(credential.Licence.Value, credential.Version, SdJwtVc.Type, text.SdJwt, receipt.EventId));
    }
}
