using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Signatures;

namespace Registry.Domain.Documents.Pdf;

/// <summary>Who signs documents.</summary>
/// <param name="Certificate">For the key, in DER.</param>
public sealed record DocumentSigner(ISigner Key, ReadOnlyMemory<byte> Certificate);

/// <summary>
/// Signs a PDF of our own (ISO 32000-1 section 12.8, <c>ETSI.CAdES.detached</c>): what was written stays, and a field with the signature is
/// appended. It covers every octet of the file but its own.
/// </summary>
public static class PdfSigning
{
    /// <summary>Octets kept for the signature: one with its certificate has about 1,500.</summary>
    internal const int Reserved = 4096;

    // Hidden, printable, and never changed by a reader (ISO 32000-1 table 165: print, locked).
    private const int Flags = 132;

    /// <param name="pdf">As our writer makes it, not signed yet.</param>
    /// <param name="at">When it is signed, to the second.</param>
    public static byte[] Sign(byte[] pdf, DocumentFacts facts, DocumentSigner signer, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(signer);
        var revision = Revision(new PlainPdf(pdf), pdf.Length, facts, at);
        var gap = pdf.Length + revision.IndexOf("/Contents <", StringComparison.Ordinal) + "/Contents ".Length;
        var after = gap + (2 * Reserved) + 2;
        var length = pdf.Length + revision.Length;
        var range = string.Create(CultureInfo.InvariantCulture, $"{gap:D10} {after:D10} {length - after:D10}");
        byte[] file = [.. pdf, .. Encoding.Latin1.GetBytes(revision.Replace(NoRange, range, StringComparison.Ordinal))];

        var signature = CmsSignature.Sign(DigestOf(file, gap, after), signer.Certificate, signer.Key);
        Encoding.Latin1.GetBytes(Convert.ToHexStringLower(signature), file.AsSpan(gap + 1));
        return file;
    }

    /// <summary>SHA-256 of all but the signature.</summary>
    internal static byte[] DigestOf(ReadOnlySpan<byte> file, int gap, int after)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..gap]);
        hash.AppendData(file[after..]);
        return hash.GetHashAndReset();
    }

    private const string NoRange = "0000000000 0000000000 0000000000";

    private static string Revision(PlainPdf pdf, int length, DocumentFacts facts, DateTimeOffset at)
    {
        var (field, value) = (pdf.Size, pdf.Size + 1);
        var text = new StringBuilder("\n");
        var places = new SortedDictionary<int, int>();
        Add(pdf.Catalog, $"{pdf.Dictionary(pdf.Catalog)}\n/AcroForm <</Fields [{field} 0 R] /SigFlags 3>>");
        Add(pdf.Page, $"{pdf.Dictionary(pdf.Page)}\n/Annots [{field} 0 R]");
        Add(field, $"/Type /Annot /Subtype /Widget /FT /Sig /T (Issuer) /F {Flags} /Rect [0 0 0 0] /P {pdf.Page} 0 R /V {value} 0 R");
        Add(value, $"/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:{at.UtcDateTime:yyyyMMddHHmmss}Z) "
            + $"/Reason ({string.Join(' ', facts.ToData().Select(pair => $"{pair.Key}={pair.Value}"))}) "
            + $"/ByteRange [0 {NoRange}] /Contents <{new string('0', 2 * Reserved)}>");

        var table = length + text.Length;
        text.Append("xref\n");
        foreach (var (number, place) in places)
            text.Append(CultureInfo.InvariantCulture, $"{number} 1\n{place:D10} 00000 n \n");
        var trailer = pdf.Trailer.Replace($"/Size {pdf.Size}", $"/Size {value + 1}", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<<{trailer}\n/Prev {pdf.TableAt}>>\nstartxref\n{table}\n%%EOF\n");
        return text.ToString();

        void Add(int number, string inner)
        {
            places[number] = length + text.Length;
            text.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n<<{inner}>>\nendobj\n");
        }
    }
}
