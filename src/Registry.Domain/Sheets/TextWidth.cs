using System.Text;

namespace Registry.Domain.Sheets;

/// <summary>
/// How much room text takes, in full-width characters: printable ASCII takes half of one (GB/T 33190 leaves each advance to the
/// writer, so both the layout and the file go by this).
/// </summary>
public static class TextWidth
{
    public static double Of(Rune rune) => rune.Value < 0x80 ? 0.5 : 1;

    public static double Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>The text in lines of at most so much room. Control characters and halves of characters are shown as U+FFFD.</summary>
    public static IEnumerable<string> Wrap(string text, double room)
    {
        var (line, taken) = (new StringBuilder(), 0.0);
        foreach (var rune in text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? Rune.ReplacementChar : rune))
        {
            if (taken + Of(rune) > room)
            {
                yield return line.ToString();
                (line, taken) = (line.Clear(), 0);
            }
            line.Append(rune);
            taken += Of(rune);
        }
        yield return line.ToString();
    }
}
