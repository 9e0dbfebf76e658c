using System.Security.Cryptography.X509Certificates;
using System.Text;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Documents;
using Registry.Domain.Documents.Pdf;
using Registry.Domain.Log;
using Registry.Domain.Seals;
using Registry.Domain.Verification;

namespace Registry.Verifier;

/// <summary>The files that the reader of a licence has at hand, each null where it was not given.</summary>
/// <param name="Vkey">The text itself or a file.</param>
internal sealed record LicenceTrust(
    FileInfo? Ca, FileInfo? Jwks, FileInfo? Status, string? Vkey, FileInfo? Evidence, FileInfo? SealCa, FileInfo? SealCrl, FileInfo? Check, FileInfo? CheckKeys)
{
    // Clocks of offices and telephones.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    /// <summary>What is known of the file; else why nothing was verified: the name of a text, and what it is about.</summary>
    public (FileCheck? Known, string? Refusal, string? Reason) Judge(byte[] file, DateTimeOffset now)
    {
        var kind = FileKinds.Of(file);
        if (kind is FileKind.Ofd ? SealCa is null : Ca is null && Jwks is null)
            return (null, "licence-no-trust", kind is FileKind.Ofd ? "--seal-ca" : "--ca, --jwks");
        if (!PinnedKey.TryRead(Vkey, out var logKey, out var reason))
            return (null, "vkey-unreadable", reason);
        if (Read(Jwks, IssuerKeys.Read, out var keys) is { } noKeys)
            return (null, "file-unreadable", noKeys);
        if (Read(Evidence, MintingEvidence.Read, out var minting) is { } noEvidence)
            return (null, "file-unreadable", noEvidence);
        if (Read(Check, text => Receipt(text.Trim(), now), out var receipt) is { } noReceipt)
            return (null, "file-unreadable", noReceipt);
        var revocations = SealCrl is null ? [] : SealPem.Lists(File.ReadAllBytes(SealCrl.FullName));
        if (revocations is null)
            return (null, "file-unreadable", SealCrl!.FullName);
        var roots = new X509Certificate2Collection();
        if (Ca is not null)
            roots.ImportFromPem(Text(Ca));
        var check = kind switch
        {
            FileKind.Ofd => DocumentChecker.CheckOfd(file, new(
                [.. SealPem.Certificates(Text(SealCa!)).Select(one => new SealAnchor(one, IsTest: false))], [], now, Leeway) { Revocations = revocations }),
            FileKind.Pdf => Pdf(file, roots, keys, now),
            _ => Credential(file, roots, keys, minting, logKey, now),
        };
        return (receipt is null ? check : check.With(receipt), null, null);
    }

    private static FileCheck Pdf(byte[] file, X509Certificate2Collection roots, IssuerKeys? keys, DateTimeOffset now)
    {
        var verdict = PdfVerifier.Verify(file);
        return DocumentChecker.OfPdf(verdict, DocumentEvidence.SignerOf(verdict, [.. roots], keys), now);
    }

    private FileCheck Credential(
        byte[] file, X509Certificate2Collection roots, IssuerKeys? keys, MintingEvidence? minting, NoteVerifierKey? logKey, DateTimeOffset now) =>
        FileCheck.Of(CredentialChecker.Check(
            Encoding.UTF8.GetString(file).Trim(),
            new([.. roots], keys, Status is null ? null : Text(Status), logKey, minting, now, Leeway)));

    private CheckReceipt? Receipt(string text, DateTimeOffset now)
    {
        var known = CheckKeys is null ? [] : KeySet.Read(Text(CheckKeys)).ToDictionary();
        return CheckReceipt.Verify(text, kid => known.GetValueOrDefault(kid), now, Leeway) is { Receipt: { } receipt, Fault: null } ? receipt : null;
    }

    /// <summary>The file's path when it was given and is not what it should be.</summary>
    private static string? Read<T>(FileInfo? file, Func<string, T?> read, out T? found) where T : class
    {
        found = file is null ? null : read(Text(file));
        return file is not null && found is null ? file.FullName : null;
    }

    private static string Text(FileInfo file) => File.ReadAllText(file.FullName);
}
