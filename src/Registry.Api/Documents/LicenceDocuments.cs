using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Documents;
using Registry.Domain.Documents.Pdf;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Registry.Domain.Ofd;
using Registry.Domain.Sheets;
using Registry.Projections;
using Registry.Projections.Issuers;
using Registry.Projections.Keys;

namespace Registry.Api.Documents;

/// <summary>
/// A licence as a file for people, in what its reader may see. The access is committed before the answer, as for
/// <see cref="Licences.GetLicence"/>; what is written is written then, never while a licence is issued.
/// </summary>
internal sealed class LicenceDocuments(
    Caller caller, RegistrySessions sessions, Disclosure disclosure, DocumentCache cache, AgencySeals seals, IssuerSigners issuers,
    PublicAddress address, TimeProvider clock)
{
    public Task<IResult> PdfAsync(LicenceId id, CancellationToken token) =>
        AnswerAsync(id, "application/pdf", "pdf", async (certificate, sheets) => await SignedAsync(
            CertificatePdf.Write(sheets, Shanghai.StartOf(certificate.Licence.Term.IssuedOn)), certificate.Licence, token), token);

    public Task<IResult> OfdAsync(LicenceId id, CancellationToken token) =>
        AnswerAsync(id, "application/ofd", "ofd", (certificate, sheets) => Task.FromResult(
            seals.Of(certificate.Licence.Issuer, certificate.Issuer) is { } seal
                ? OfdFile.Write(sheets, FactsOf(certificate.Licence).ToData(), seal, clock.GetUtcNow())
                : null), token);

    /// <summary>By the key of the agency's credentials. One that has none issues on paper all the same, and the file says nothing by itself.</summary>
    private async Task<byte[]> SignedAsync(byte[] pdf, Licence licence, CancellationToken token)
    {
        try
        {
            var signer = await issuers.CurrentAsync(caller.Tenant, licence.Issuer, token);
            return PdfSigning.Sign(
                pdf, FactsOf(licence), new(signer.Signer, Convert.FromBase64String(signer.Certificate)), clock.GetUtcNow());
        }
        catch (KeyStoreException e) when (e.Code == KeyStoreException.KeyMissing)
        {
            return pdf;
        }
    }

    private static DocumentFacts FactsOf(Licence licence) => new(licence.Identifier, licence.ValidSince, licence.Term.Until);

    private async Task<IResult> AnswerAsync(
        LicenceId id, string type, string extension, Func<Certificate, IReadOnlyList<Sheet>, Task<byte[]?>> write, CancellationToken token)
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
        return await cache.WrittenAsync(extension, sheets, () => write(certificate, sheets)) is { } document
            // Never the identifier: the name of a file is kept where no one looks after it.
            ? Results.File(document, type, $"licence.{extension}")
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "seal-missing");
    }
}
