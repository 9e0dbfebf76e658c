using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Sharing;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Projections;
using Registry.Projections.Licences;

namespace Registry.Api.Licences;

/// <summary>A licence with what its reader may see of its face. The access is committed before the answer.</summary>
internal static class GetLicence
{
    /// <param name="HolderName">The first holder's, as type and code.</param>
    /// <param name="HolderCode">Masked where the purpose does not need the whole.</param>
    /// <param name="Holders">Every holder of a licence that several hold, the first one first; absent where the reader may see none.</param>
    /// <param name="Masked">The fields shown masked.</param>
    /// <param name="Withheld">Under a sharing grant: what the face has and the grant does not show.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    /// <param name="Erased">Set where every holder's data was erased: nobody can read it any more, and nothing is missing.</param>
    public sealed record Response(
        LicenceSummary Licence, LicenceVerdict Verdict, string? HolderName, string? HolderCodeType, string? HolderCode,
        IReadOnlyList<HolderLine>? Holders, IReadOnlyDictionary<string, string>? Fields, IReadOnlyList<string> Masked,
        IReadOnlyList<string>? Withheld, Guid AccessEvent, bool? Erased);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/{id}", Handle).RequireAuthorization(Policies.ReadOneLicence).RecordsAccess().TakesDelegation().TakesCovert()
            .TakesSharing().WithSummary("One licence; the reading is recorded").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, TimeProvider clock,
        HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var reading = await LicenceReading.OfAsync(session, id, token);
        var standing = await caller.StandingAsync();
        if (reading is not var (licence, card))
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");

        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        var opens = AccessPolicy.FacesFor(caller.Actor, licence, standing);
        if (await disclosure.RecordAsync(ruling, opens, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();

        var faces = await disclosure.OpenAsync(receipt, opens, token);
        var (first, face) = (faces.First, faces.Any);
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            LicenceSummary.Of(card),
            LicenceVerification.Judge(licence, licence.Identifier.Version, clock.Today()),
            ruling.Show(FieldTable.HolderName, first?.Holder.Name),
            ruling.ViewOf(FieldTable.HolderCode) is null ? null : first?.Holder.CodeType.Value,
            ruling.Show(FieldTable.HolderCode, first?.Holder.Code),
            faces.Each.Count > 1 ? HolderLine.Of(ruling, faces) : null,
            ruling.ShowForm(face?.Fields),
            ruling.MaskedFields,
            face is not null && ruling.Ground.Purpose == Purpose.Sharing ? WithheldOf(ruling, face) : null,
            receipt.EventId,
            face is null ? true : null));
    }

    private static IReadOnlyList<string> WithheldOf(AccessRuling ruling, LicenceFace face) =>
    [
        .. new[] { FieldTable.HolderName, FieldTable.HolderCode }.Where(name => !ruling.Allows(name)),
        .. face.Fields.Keys.Where(name => !ruling.Allows(FieldTable.FormField(name))),
    ];
}
