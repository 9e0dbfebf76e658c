using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Registry.Domain.Documents.Pdf;

/// <summary>Why a PDF is not believed. Names never change once shipped.</summary>
public enum PdfFault
{
    /// <summary>It has no signature: nothing can be said of it.</summary>
    NotSigned,

    /// <summary>Signed, though not in the form of a registry: nothing can be said of it.</summary>
    SignedOtherwise,

    /// <summary>Something was put behind what is signed, or before it.</summary>
    Extended,

    /// <summary>It is not what was signed.</summary>
    Changed,
}

public static class PdfFaults
{
    /// <summary>The stable code: <c>pdf-</c> and the name in lower case with hyphens.</summary>
    public static string Code(this PdfFault fault) => $"pdf-{JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString())}";
}

/// <summary>What became of a PDF.</summary>
/// <param name="Facts">What it says for programs; null where there is a fault.</param>
/// <param name="Certificate">Of who signed it, in DER; whether they are trusted is for the reader. Null where there is a fault.</param>
/// <param name="SignedAt">As they say; null where there is a fault.</param>
public sealed record PdfVerdict(PdfFault? Fault, DocumentFacts? Facts, ReadOnlyMemory<byte>? Certificate, DateTimeOffset? SignedAt);

/// <summary>
/// Verification of a PDF that <see cref="PdfSigning"/> has signed. The signature is looked for by its own text, not by the objects that lead
/// to it: since it has to cover every other octet of the file, there is nothing that it could be hidden in.
/// </summary>
public static partial class PdfVerifier
{
    // The signature stands before the last table and trailer, which have some hundred octets.
    private const int Tail = (2 * PdfSigning.Reserved) + (16 << 10);

    public static PdfVerdict Verify(ReadOnlySpan<byte> file)
    {
        if (file.IndexOf("/ByteRange"u8) < 0)
            return No(PdfFault.NotSigned);
        var from = Math.Max(0, file.Length - Tail);
        if (Signature().Matches(Encoding.Latin1.GetString(file[from..])) is not [.., { } last])
            return No(PdfFault.SignedOtherwise);
        var contents = last.Groups["contents"];
        var (gap, after) = (from + contents.Index - 1, from + contents.Index + contents.Length + 1);
        if (!(Number(last, "gap") == gap && Number(last, "after") == after && Number(last, "rest") == file.Length - after))
            return No(PdfFault.Extended);
        if (DerIn(Convert.FromHexString(contents.ValueSpan)) is not { } signature
            || CmsSignature.SignerOf(signature, PdfSigning.DigestOf(file, gap, after)) is not { } certificate)
            return No(PdfFault.Changed);
        return FactsIn(last.Groups["reason"].Value) is { } facts && DateTimeOffset.TryParseExact(
                last.Groups["at"].ValueSpan, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new(null, facts, certificate, at)
            : No(PdfFault.SignedOtherwise);
    }

    /// <summary>What is before the padding; null when the padding is anything else than zeros.</summary>
    private static byte[]? DerIn(byte[] padded)
    {
        // 30 82 and two octets of length: a signature with its certificate has between 256 and 65,535.
        var length = padded is [0x30, 0x82, var high, var low, ..] ? (high << 8) + low + 4 : 0;
        return length > 0 && length <= padded.Length && !padded.AsSpan(length).ContainsAnyExcept((byte)0) ? padded[..length] : null;
    }

    private static DocumentFacts? FactsIn(string reason)
    {
        var data = new Dictionary<string, string>();
        foreach (var pair in reason.Split(' '))
            if (pair.Split('=') is not [var name, var value] || !data.TryAdd(name, value))
                return null;
        return DocumentFacts.Read(data);
    }

    private static long Number(Match match, string group) =>
        long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static PdfVerdict No(PdfFault fault) => new(fault, null, null, null);

    [GeneratedRegex(
        @"<</Type /Sig /Filter /Adobe\.PPKLite /SubFilter /ETSI\.CAdES\.detached /M \(D:(?<at>[0-9]{14})Z\) /Reason \((?<reason>[0-9A-Za-z.= -]*)\) "
        + @"/ByteRange \[0 (?<gap>[0-9]{10}) (?<after>[0-9]{10}) (?<rest>[0-9]{10})\] /Contents <(?<contents>(?:[0-9a-f]{2})+)>>>\nendobj\n")]
    private static partial Regex Signature();
}
