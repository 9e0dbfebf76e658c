using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;
using Registry.Projections;
using Registry.Projections.LicenceCopies;

namespace Registry.Api.LicenceCopies;

/// <summary>One copy with what is noted on it. The access is committed before the answer.</summary>
internal static class GetCopy
{
    /// <param name="Erased">Set where the holder's data was erased: nobody can read it any more, and nothing is missing.</param>
    public sealed record Response(
        Guid Id, Guid Licence, LicenceIdentifier CertificateIdentifier, CopyMaker CertificateCopyCreator, DateTimeOffset CertificateCopyCreationTime,
        DateTimeOffset CertificateCopyExpiringTime, DateTimeOffset? RevokedAt, string? Recipient, string? CertificateCopyCause,
        Guid AccessEvent, bool? Erased);

    public static void Map(RouteGroupBuilder copies) =>
        copies.MapGet("/{id}", Handle).RequireAuthorization(Policies.MakeCopies).RecordsAccess()
            .WithSummary("One copy with recipient and purpose; the reading is recorded 查看加注件").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceCopyId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var card = await session.LoadAsync<LicenceCopyCard>(id.Value, token);
        var copy = await session.Events.AggregateStreamAsync<LicenceCopy>(id.Value, token: token);
        var holders = await CopyAuthority.HoldersAsync(session, copy, id);
        var standing = await caller.StandingAsync();
        if (card is null || copy is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"copy/{id}");

        var ruling = AccessPolicy.OnCopies(caller.Actor, copy.Licence, holders, copy.Issuer, standing);
        if (await disclosure.RecordAsync(ruling, holders, DataClass.Licence, $"copy/{id}") is not { } receipt)
            return Problems.NotFound();
        var note = await disclosure.OpenAsync(receipt, copy.Note, token);
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            card.Id, card.Licence, card.Identifier, card.Maker, card.MadeAt, card.Until, card.RevokedAt,
            ruling.Show(FieldTable.Remarks, note?.Recipient), ruling.Show(FieldTable.Remarks, note?.Purpose), receipt.EventId,
            note is null ? true : null));
    }
}
