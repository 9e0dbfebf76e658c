using System.Globalization;
using System.Text.RegularExpressions;

namespace Registry.Domain.LicenceTypes;

/// <summary>Whether what is to stand on a licence is what its type lets stand there. Each refusal names the first field at fault.</summary>
public static partial class FaceCheck
{
    private const int LongestNumber = 30;

    public static Refusal Unknown(string field) => new("face-field-unknown", field);

    public static Refusal Missing(string field) => new("face-field-missing", field);

    public static Refusal TooLong(string field, int longest) =>
        new("face-field-too-long", field, longest.ToString(CultureInfo.InvariantCulture));

    public static Refusal NotOfKind(string field) => new("face-field-not-of-kind", field);

    public static Refusal NotListed(string field) => new("face-field-not-listed", field);

    /// <param name="fields">Values by field; an empty one counts as not given.</param>
    public static Refusal? Refuse(LicenceTypeDefinition definition, IReadOnlyDictionary<string, string> fields)
    {
        var known = definition.Face.Select(field => field.Name).ToHashSet();
        if (fields.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !known.Contains(name)) is { } stranger)
            return Unknown(InClear(stranger));
        return definition.Face.Select(field => Refuse(field, fields.GetValueOrDefault(field.Name))).FirstOrDefault(fault => fault is not null);
    }

    private static Refusal? Refuse(FaceField field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return field.Required ? Missing(field.Name) : null;
        if (field.Kind is FaceFieldKind.Text && field.MaxLength is { } longest && value.Length > longest)
            return TooLong(field.Name, longest);
        if (field.Kind is FaceFieldKind.Choice && !field.Choices!.Any(choice => choice.Value == value))
            return NotListed(field.Name);
        return IsOfKind(field.Kind, value) ? null : NotOfKind(field.Name);
    }

    private static bool IsOfKind(FaceFieldKind kind, string value) => kind switch
    {
        FaceFieldKind.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FaceFieldKind.Number => value.Length <= LongestNumber && Number().IsMatch(value),
        _ => true,
    };

    // The name is the applicant's: people have written numbers of persons where a name belongs, and a refusal is kept.
    private static string InClear(string name) => name.Any(char.IsAsciiDigit) ? "*" : name;

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex Number();
}
