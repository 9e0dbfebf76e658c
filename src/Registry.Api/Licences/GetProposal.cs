using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections;

namespace Registry.Api.Licences;

/// <summary>What waits for a second officer, for who is to approve it. The access is committed before the answer.</summary>
internal static class GetProposal
{
    /// <param name="By">Staff id of who proposed it.</param>
    /// <param name="ExpiresOn">From this day it cannot be approved any more.</param>
    /// <param name="Term">The dates of the version that would be; absent where the operation gives none.</param>
    /// <param name="Receiver">The agency of this registry that a transfer would be to; absent otherwise.</param>
    /// <param name="Fields">What would stand on that version.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    /// <param name="Erased">Set where the holder's data was erased: nobody can read it any more, and nothing is missing.</param>
    public sealed record Response(
        LicenceOperation Operation, string By, DateOnly ProposedOn, DateOnly ExpiresOn, string? Reason, Term? Term, Uscc? Receiver,
        IReadOnlyDictionary<string, string>? Fields, Guid AccessEvent, bool? Erased);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/{id}/proposal", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("What waits for a second officer 待批准的业务; the reading is recorded").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        var standing = await caller.StandingAsync();
        if (licence is not { Proposal: { } proposal })
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");

        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        if (await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();

        var reason = proposal.Reason is { } remark ? await disclosure.OpenAsync(receipt, remark, token) : null;
        var face = proposal.Version is { } version ? await disclosure.OpenAsync(receipt, version.Face, token) : null;
        return TypedResults.Ok(new Response(
            proposal.Operation, proposal.By, proposal.On, proposal.On.AddDays(LicenceProposal.DaysOpen), reason?.Text,
            proposal.Version?.Term, proposal.Receiver, face?.Fields, receipt.EventId, reason is null && face is null ? true : null));
    }
}
