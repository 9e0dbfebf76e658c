using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;

namespace Registry.Api.LicenceBatches;

/// <summary>拟定批量制证: an officer of the issuer proposes that the licences of these cases are minted. Nothing is done by it.</summary>
internal static class ProposeMinting
{
    /// <param name="Name">1 to 40 of lower-case letters, digits and hyphens, the first a letter; an agency uses one once.</param>
    /// <param name="Cases">1 to 2,000, none twice: approved, of an item that leads to the type, and with no licence yet.</param>
    /// <param name="Reason">Nothing about a person.</param>
    public sealed record Request(string Name, LicenceTypeCode Type, IReadOnlyList<CaseId> Cases, LocalText Reason);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/mintings", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Propose to mint the licences of approved cases 拟定批量制证").ProducesProposal();

    private static async Task<IResult> Handle(Request body, BatchProposals proposals, BatchCases cases)
    {
        if (body.Cases.Count is < 1 or > LicenceBatch.MostCases || body.Cases.Distinct().Count() != body.Cases.Count)
            return Problems.Invalid("field-malformed", "cases");
        return await proposals.RunAsync(body.Name, body.Type, body.Reason, async () =>
        {
            var (found, unknown) = await cases.OfAsync(body.Cases);
            return (type, agency, by, today) =>
                unknown ?? LicenceBatchDecider.ProposeMinting(type, agency, body.Name, found, body.Reason, by, today);
        });
    }
}
