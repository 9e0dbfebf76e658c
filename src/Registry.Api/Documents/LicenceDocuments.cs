using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Documents;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Registry.Domain.Ofd;
using Registry.Domain.Sheets;
using Registry.Projections;

namespace Registry.Api.Documents;

/// <summary>
/// A licence as a file for people, in what its reader may see. The access is committed before the answer, as for
/// <see cref="Licences.GetLicence"/>; what is written is written then, never while a licence is issued.
/// </summary>
internal sealed class LicenceDocuments(
    Caller caller, RegistrySessions sessions, Disclosure disclosure, DocumentCache cache, AgencySeals seals, PublicAddress address,
    TimeProvider clock)
{
    public Task<IResult> PdfAsync(LicenceId id, CancellationToken token) =>
        AnswerAsync(id, "application/pdf", "pdf", (certificate, sheets) =>
            CertificatePdf.Write(sheets, Shanghai.StartOf(certificate.Licence.Term.IssuedOn)), token);

    public Task<IResult> OfdAsync(LicenceId id, CancellationToken token) =>
        AnswerAsync(id, "application/ofd", "ofd", (certificate, sheets) =>
            seals.Of(certificate.Licence.Issuer, certificate.Issuer) is { } seal
                ? OfdFile.Write(sheets, FactsOf(certificate.Licence).ToData(), seal, clock.GetUtcNow())
                : null, token);

    private static DocumentFacts FactsOf(Licence licence) => new(licence.Identifier, licence.ValidSince, licence.Term.Until);

    private async Task<IResult> AnswerAsync(
        LicenceId id, string type, string extension, Func<Certificate, IReadOnlyList<Sheet>, byte[]?> write, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        var standing = await caller.StandingAsync();
        if (licence is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");

        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        if (await disclosure.RecordAsync(ruling, licence.Face.Subject, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        if (await disclosure.OpenAsync(receipt, licence.Face, token) is not { } face)
            return Problems.Refused(LicenceDecider.HolderErased);

        var directory = await AccessLine.DirectoryAsync(caller.Tenant, sessions, token);
        var issuer = directory?.Agencies.GetValueOrDefault(licence.Issuer)?.Name ?? new(licence.Issuer.Value, licence.Issuer.Value);
        var certificate = new Certificate(licence, face, ruling, issuer, address.Verification(licence.Identifier.ToString()));
        var sheets = LicenceSheets.Of(certificate);
        return cache.Written(extension, sheets, () => write(certificate, sheets)) is { } document
            // Never the identifier: the name of a file is kept where no one looks after it.
            ? Results.File(document, type, $"licence.{extension}")
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "seal-missing");
    }
}
