using System.Globalization;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Documents;

/// <summary>What a document says for programs, beside its pages; whoever sealed or signed it vouches for both.</summary>
/// <param name="Until">The last day; null for no end.</param>
public sealed record DocumentFacts(LicenceIdentifier Licence, DateOnly? From, DateOnly? Until)
{
    private const string LicenceName = "licence";
    private const string FromName = "valid-from";
    private const string UntilName = "valid-until";
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Names and values, in ASCII without a space.</summary>
    public IReadOnlyDictionary<string, string> ToData()
    {
        var data = new Dictionary<string, string> { [LicenceName] = Licence.ToString() };
        if (From is { } from)
            data[FromName] = Text(from);
        if (Until is { } until)
            data[UntilName] = Text(until);
        return data;
    }

    /// <summary>Null when they name no licence, or a day that is none. Documents of old have the licence alone.</summary>
    public static DocumentFacts? Read(IReadOnlyDictionary<string, string> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return LicenceIdentifier.TryRead(data.GetValueOrDefault(LicenceName), out var licence, out _)
            && TryDay(data, FromName, out var from) && TryDay(data, UntilName, out var until)
            ? new(licence, from, until)
            : null;
    }

    private static bool TryDay(IReadOnlyDictionary<string, string> data, string name, out DateOnly? day)
    {
        day = null;
        if (!data.TryGetValue(name, out var text))
            return true;
        var read = DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var found);
        day = found;
        return read;
    }

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
