using System.Text;
using Registry.Api.Credentials;
using Registry.Api.Documents;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Documents;
using Registry.Domain.Documents.Pdf;

namespace Registry.Api.Verification;

/// <summary>What files of licences tell by themselves, judged with what is published. Nothing of them is kept or written down.</summary>
internal sealed class PresentedFiles(PublishedTrust published, AgencySeals seals)
{
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    public async Task<FileCheck> CheckAsync(ReadOnlyMemory<byte> file, DateTimeOffset now, CancellationToken token) =>
        FileKinds.Of(file.Span) switch
        {
            FileKind.SdJwt => await CredentialAsync(Encoding.UTF8.GetString(file.Span).Trim(), now, token),
            FileKind.Ofd => DocumentChecker.CheckOfd(file, seals.Trust),
            FileKind.Pdf => await PdfAsync(file, now, token),
            _ => FileCheck.Unreadable,
        };

    private async Task<FileCheck> PdfAsync(ReadOnlyMemory<byte> file, DateTimeOffset now, CancellationToken token)
    {
        var verdict = PdfVerifier.Verify(file.Span);
        var issuer = verdict is { Facts: { } facts, Certificate: { } certificate }
            ? await published.SignerAsync(facts.Licence.Issuer, Convert.ToBase64String(certificate.Span), token)
            : CheckAnswer.Unknown(CheckCodes.NotChecked);
        return DocumentChecker.OfPdf(verdict, issuer, now);
    }

    private async Task<FileCheck> CredentialAsync(string text, DateTimeOffset now, CancellationToken token) =>
        FileCheck.Of(CredentialChecker.Check(text, await published.OnAsync(text, now, Leeway, token)));
}
