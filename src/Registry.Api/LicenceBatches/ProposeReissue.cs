using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;

namespace Registry.Api.LicenceBatches;

/// <summary>拟定换发: an officer of the issuer proposes that live licences of a type are minted anew. Nothing is done by it.</summary>
internal static class ProposeReissue
{
    /// <param name="Name">1 to 40 of lower-case letters, digits and hyphens, the first a letter; an agency uses one once.</param>
    /// <param name="Reason">Nothing about a person.</param>
    public sealed record Request(string Name, LicenceTypeCode Type, ReissueScope Scope, LocalText Reason);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/reissues", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Propose to mint a type's live licences anew 拟定批量换发").ProducesProposal();

    private static Task<IResult> Handle(Request body, BatchProposals proposals) =>
        proposals.RunAsync(body.Name, body.Type, body.Reason, () => Task.FromResult<BatchProposals.Decide>((type, agency, by, today) =>
            LicenceBatchDecider.ProposeReissue(type, agency, body.Name, body.Scope, body.Reason, by, today)));
}
