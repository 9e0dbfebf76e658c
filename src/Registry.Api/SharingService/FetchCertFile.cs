using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Documents;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.Sheets;
using Registry.Projections;

namespace Registry.Api.SharingService;

/// <summary>
/// The file that a link leads to, written then: what the grant shows, and on every page for whom, for what, when and until when. Everything is
/// asked again that was asked when the copy was made, and the access is committed before the first byte.
/// </summary>
internal static class FetchCertFile
{
    public static void Map(RouteGroupBuilder service) =>
        service.MapGet("/files/{link}.{extension}", Handle).RecordsAccess()
            .WithSummary("The watermarked file, until the link expires; recorded 取回证照加注件")
            .Produces(StatusCodes.Status200OK, contentType: "application/ofd").ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Handle(
        string link, string extension, Caller caller, SharedUses uses, RegistrySessions sessions, Disclosure disclosure, LicenceDocuments documents,
        TimeProvider clock, HttpResponse response, CancellationToken token)
    {
        response.Headers.CacheControl = "no-store";
        if (DocumentKind.Named(extension) is not { } kind || await uses.ReadLinkAsync(caller, link, token) is not var (grant, id))
            return Problems.NotFound();
        caller.ActUnder(grant);
        await using var session = sessions.Query(caller.Tenant);
        var standing = await caller.StandingAsync();
        var copy = await session.Events.AggregateStreamAsync<LicenceCopy>(id.Value, token: token);
        var licence = copy is null ? null : await session.Events.AggregateStreamAsync<Licence>(copy.Licence.Value, token: token);
        if (copy is null || licence is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"copy/{id}");

        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        if (ruling.Refusal is null && Refuse(copy, licence, clock) is { } refusal)
            return refusal;
        if (await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"copy/{id}") is not { } receipt)
            return SharingServiceRoutes.NoRight;
        if (await disclosure.OpenAsync(receipt, licence.Faces, token) is not { Any: not null } faces || await disclosure.OpenAsync(receipt, copy.Note, token) is not { } note)
            return Problems.Refused(LicenceDecider.HolderErased);
        return await documents.WriteAsync(kind, licence, faces, ruling, (new(copy.Id, copy.Until), WatermarkOf(copy, note, clock)), token);
    }

    private static ProblemHttpResult? Refuse(LicenceCopy copy, Licence licence, TimeProvider clock)
    {
        if (copy.RefuseUse(clock.GetUtcNow()) is { } refusal)
            return Problems.Refused(refusal);
        // Since the copy was made the licence may have ended, or be another version: then this would be a copy of something else.
        return LicenceVerification.Judge(licence, copy.Identifier.Version, clock.Today()) is LicenceVerdict.Valid
            ? null
            : Problems.Of(StatusCodes.Status409Conflict, "shared-licence-ended");
    }

    private static Watermark WatermarkOf(LicenceCopy copy, CopyNote note, TimeProvider clock)
    {
        string[] words =
        [
            $"{DocumentTexts.Both("copy-for")}: {note.Recipient}", $"{DocumentTexts.Both("copy-cause")}: {note.Purpose}",
            $"{DocumentTexts.Both("copy-at")}: {clock.NowInWords()}", $"{DocumentTexts.Both("copy-until")}: {Shanghai.InWords(copy.Until)}",
            $"{DocumentTexts.Both("copy-id")}: {copy.Id}",
        ];
        return new([.. words.Select(CertificateFont.Shown)]);
    }
}
