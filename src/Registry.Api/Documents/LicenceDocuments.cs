using Registry.Api.Access;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Licences;
using Registry.Api.LicenceTypes;
using Registry.Domain;
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
    LicenceTypeCatalogue types, ReferenceStreams references, PublicAddress address, TimeProvider clock)
{
    public async Task<IResult> FileAsync(LicenceId id, DocumentKind kind, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        var standing = await caller.StandingAsync();
        if (licence is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");

        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        var opens = AccessPolicy.FacesFor(caller.Actor, licence, standing);
        if (await disclosure.RecordAsync(ruling, opens, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();
        return await disclosure.OpenAsync(receipt, opens, token) is { Any: not null } faces
            ? await WriteAsync(kind, licence, faces, ruling, copy: null, token)
            : Problems.Refused(LicenceDecider.HolderErased);
    }

    /// <summary>Writes what the ruling lets be seen of the faces that were opened.</summary>
    /// <param name="copy">Which copy it is, and what stands on every page for it, under the seal or signature; null for the licence itself.</param>
    public async Task<IResult> WriteAsync(
        DocumentKind kind, Licence licence, OpenedFaces faces, AccessRuling ruling, (CopyFacts Facts, Watermark Watermark)? copy, CancellationToken token)
    {
        var directory = await references.DirectoryAsync(caller.Tenant, token);
        var issuer = directory?.Agencies.GetValueOrDefault(licence.Issuer)?.Name ?? new(licence.Issuer.Value, licence.Issuer.Value);
        var type = await types.OfAsync(caller.Tenant, licence.Identifier.Type);
        // What came from a register names no version: then the newest has the words.
        var fields = (licence.TypeVersion is { } number ? type?.Version(number) : type?.InForce)?.Definition.Face ?? [];
        var sheets = LicenceSheets.Of(
            new(licence, faces, ruling, issuer, fields, clock.Today(), address.Verification(licence.Identifier.ToString())), copy?.Watermark);
        var facts = new DocumentFacts(licence.Identifier, licence.ValidSince, licence.Term.Until, copy?.Facts);
        return await cache.WrittenAsync(kind.Extension, sheets, () => kind == DocumentKind.Pdf
            ? PdfAsync(sheets, licence, facts, token)
            : Task.FromResult(Ofd(sheets, licence, facts, issuer))) is { } document
            // Never the identifier: the name of a file is kept where no one looks after it.
            ? Results.File(document, kind.MediaType, $"licence.{kind.Extension}")
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "seal-missing");
    }

    private byte[]? Ofd(IReadOnlyList<Sheet> sheets, Licence licence, DocumentFacts facts, LocalText issuer) => seals.Of(licence.Issuer, issuer) is { } seal
        ? OfdFile.Write(sheets, facts.ToData(), seal, clock.GetUtcNow())
        : null;

    /// <summary>By the key of the agency's credentials. One that has none issues on paper all the same, and the file says nothing by itself.</summary>
    private async Task<byte[]?> PdfAsync(IReadOnlyList<Sheet> sheets, Licence licence, DocumentFacts facts, CancellationToken token)
    {
        var pdf = CertificatePdf.Write(sheets, Shanghai.StartOf(licence.Term.IssuedOn));
        try
        {
            var signer = await issuers.CurrentAsync(caller.Tenant, licence.Issuer, token);
            return PdfSigning.Sign(
                pdf, facts, new(signer.Signer, Convert.FromBase64String(signer.Certificate)), clock.GetUtcNow());
        }
        catch (KeyStoreException e) when (e.Code == KeyStoreException.KeyMissing)
        {
            return pdf;
        }
    }
}
