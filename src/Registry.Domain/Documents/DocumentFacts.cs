using System.Globalization;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;

namespace Registry.Domain.Documents;

/// <summary>What a document says for programs, beside its pages; whoever sealed or signed it vouches for both.</summary>
/// <param name="Until">The last day; null for no end.</param>
/// <param name="Copy">Which copy (加注件) it is; null for the licence itself.</param>
public sealed record DocumentFacts(LicenceIdentifier Licence, DateOnly? From, DateOnly? Until, CopyFacts? Copy = null)
{
    private const string LicenceName = "licence";
    private const string FromName = "valid-from";
    private const string UntilName = "valid-until";
    private const string CopyName = "copy";
    private const string CopyUntilName = "copy-until";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Names and values, in ASCII without a space.</summary>
    public IReadOnlyDictionary<string, string> ToData()
    {
        var data = new Dictionary<string, string> { [LicenceName] = Licence.ToString() };
        if (From is { } from)
            data[FromName] = Text(from);
        if (Until is { } until)
            data[UntilName] = Text(until);
        if (Copy is { } copy)
        {
            data[CopyName] = copy.Id.ToString();
            data[CopyUntilName] = copy.Until.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        }
        return data;
    }

    /// <summary>Null when they name no licence, a day that is none, or half a copy. Documents of old have the licence alone.</summary>
    public static DocumentFacts? Read(IReadOnlyDictionary<string, string> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return LicenceIdentifier.TryRead(data.GetValueOrDefault(LicenceName), out var licence, out _)
            && TryDay(data, FromName, out var from) && TryDay(data, UntilName, out var until) && TryCopy(data, out var copy)
            ? new(licence, from, until, copy)
            : null;
    }

    private static bool TryCopy(IReadOnlyDictionary<string, string> data, out CopyFacts? copy)
    {
        copy = null;
        if (!data.ContainsKey(CopyName) && !data.ContainsKey(CopyUntilName))
            return true;
        if (!LicenceCopyId.TryParse(data.GetValueOrDefault(CopyName), null, out var id)
            || !DateTimeOffset.TryParseExact(
                data.GetValueOrDefault(CopyUntilName), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
            return false;
        copy = new(id, until);
        return true;
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

/// <summary>Of a file that is a copy (加注件) for somebody: it is good no longer than its time, whatever becomes of the licence.</summary>
public sealed record CopyFacts(LicenceCopyId Id, DateTimeOffset Until);
