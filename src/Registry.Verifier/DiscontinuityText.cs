using System.Globalization;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Verifier;

/// <summary>The sentence by which every report shows that a log follows one whose tail is lost.</summary>
internal static class DiscontinuityText
{
    public static string Of(Discontinuity loss, Language language) => string.Format(
        CultureInfo.InvariantCulture, language.Of("discontinuity"), loss.After, loss.SignedSize, loss.Size, loss.Extended, loss.Lost,
        loss.Reason, string.Join(", ", loss.OrderedBy), LogEntry.TimeText(loss.At));
}
