using System.Globalization;
using System.Text;

namespace Registry.Domain.Export;

public enum ExportOutcome
{
    Ok = 0,
    Tampered = 1,
    Incomplete = 2,
    UntrustedKey = 3,

    /// <summary>Sound, but older than what is known or asked for.</summary>
    Stale = 4,
}

/// <summary>The first thing that is wrong, or that nothing is.</summary>
/// <param name="Code">One of <see cref="VerdictCodes"/>; texts in both languages are the verifier's.</param>
/// <param name="Index">Of the entry concerned; null for the head and the checkpoint.</param>
/// <param name="Detail">Evidence: what was expected and found. Never personal data; short and printable.</param>
public sealed record ExportVerdict(ExportOutcome Outcome, string Code, long? Index, string Detail)
{
    private const int MaxDetail = 500;

    /// <summary>The one of the earlier entry; of two of one entry, the first.</summary>
    internal static ExportVerdict? Earlier(ExportVerdict? one, ExportVerdict? other) =>
        other is null || one?.Index <= other.Index ? one : other;

    internal static ExportVerdict Tampered(string code, long? index, string detail) =>
        new(ExportOutcome.Tampered, code, index, Printable(detail));

    internal static ExportVerdict Incomplete(string code, long? index, string detail) =>
        new(ExportOutcome.Incomplete, code, index, Printable(detail));

    internal static ExportVerdict UntrustedKey(string code, string detail) =>
        new(ExportOutcome.UntrustedKey, code, null, Printable(detail));

    internal static ExportVerdict Stale(string code, string detail) => new(ExportOutcome.Stale, code, null, Printable(detail));

    internal static ExportVerdict Ok(string code, string detail) => new(ExportOutcome.Ok, code, null, detail);

    // A detail may quote the file. Printed on a terminal, its control and direction characters would be obeyed.
    private static string Printable(string detail)
    {
        var text = new StringBuilder();
        foreach (var rune in detail.EnumerateRunes())
        {
            if (text.Length >= MaxDetail)
                return text.Append('…').ToString();
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            else
                text.Append(rune.ToString());
        }
        return text.ToString();
    }
}

/// <summary>What a sound export holds.</summary>
/// <param name="Root">Of the tree, lower-case hexadecimal.</param>
/// <param name="Chain">The last chain value, lower-case hexadecimal.</param>
/// <param name="VerifierKey">The key that the checkpoint was verified with.</param>
/// <param name="Pinned">Whether that key was known beforehand; else it is the file's own word.</param>
/// <param name="Followed">Whether it took introductions in the log to come from the pinned key to the one that signed.</param>
/// <param name="Rooted">Whether the authority's pinned root has endorsed the authority's and the log's keys.</param>
/// <param name="Suspects">Entries of compromised keys. The history is whole, but these need another look.</param>
/// <param name="Discontinuity">That the log follows one whose tail is lost; null where it does not.</param>
public sealed record ExportSummary(
    string Log, long Size, string Root, string Chain, int Keys, int Streams, string VerifierKey, bool Pinned, bool Followed, bool Rooted,
    IReadOnlyList<SuspectRange> Suspects, Discontinuity? Discontinuity);

/// <summary>Between these entries a key signed that may have been in other hands.</summary>
/// <param name="Owner">In whose name it signed.</param>
/// <param name="First">The first entry that is suspect.</param>
/// <param name="Last">The last one that the key was valid for.</param>
public sealed record SuspectRange(string Kid, string Owner, long First, long Last);
