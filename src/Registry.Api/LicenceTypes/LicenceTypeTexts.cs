using Registry.Api.Cases;
using Registry.Domain;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>The texts of a definition: not empty, of bounded size, storable. The serializer has seen to the rest.</summary>
internal static class LicenceTypeTexts
{
    private const int LongestText = 200;
    private const int LongestTemplate = 64;
    private const int MostChoices = 200;

    /// <summary>The first field at fault, or null.</summary>
    public static string? Fault(LicenceTypeDefinition definition)
    {
        if (NameFault(definition.Name, "name") is { } name)
            return name;
        if (definition.Face.Count > FormFields.MostFields)
            return "face";
        foreach (var (place, field) in definition.Face.Index())
            if (FieldFault(field, $"face[{place}]") is { } fault)
                return fault;
        if (!IsCode(definition.Template, LongestTemplate))
            return "template";
        return definition.Sharing.Reason is { } reason ? NameFault(reason, "sharing.reason") : null;
    }

    private static string? FieldFault(FaceField? field, string at)
    {
        if (field is null)
            return at;
        if (!IsCode(field.Name, FormFields.LongestName))
            return $"{at}.name";
        if (NameFault(field.Label, $"{at}.label") is { } label)
            return label;
        if (field.Choices is { Count: > MostChoices })
            return $"{at}.choices";
        foreach (var (place, choice) in (field.Choices ?? []).Index())
        {
            if (choice is null || !IsText(choice.Value))
                return $"{at}.choices[{place}]";
            if (NameFault(choice.Label, $"{at}.choices[{place}].label") is { } fault)
                return fault;
        }
        return null;
    }

    private static string? NameFault(LocalText name, string field) =>
        !IsText(name.Zh) ? $"{field}.zh" : !IsText(name.En) ? $"{field}.en" : null;

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text) && FormFields.IsText(text, LongestText);

    private static bool IsCode(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
