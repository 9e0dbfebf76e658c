using System.Text;
using Registry.Domain.LicenceTypes;

namespace Registry.Domain.Licences;

/// <summary>What somebody was told of a licence, to be compared with its face.</summary>
/// <param name="HolderName">Always compared: whoever does not know the holder is told nothing.</param>
/// <param name="Field">Of the face; null for none.</param>
/// <param name="Value">Of the field; null exactly where that is.</param>
public sealed record FaceMatch(string HolderName, string? Field, string? Value)
{
    /// <summary>Whether all of it is so. A field that the type does not let be matched, or that is not there, is not.</summary>
    /// <param name="type">The version that the licence follows; null where it names none, and then no field can be matched.</param>
    public bool Fits(LicenceFace face, LicenceTypeDefinition? type)
    {
        ArgumentNullException.ThrowIfNull(face);
        return Same(face.Holder.Name, HolderName) && (Field is null || (IsMatchable(type, Field) && Same(face.Fields.GetValueOrDefault(Field), Value)));
    }

    private static bool IsMatchable(LicenceTypeDefinition? type, string field) =>
        type?.Face.Any(one => one.Name == field && one.Matchable == true) == true;

    // Full-width and half-width forms, and spaces around, are the same to whoever types.
    private static bool Same(string? one, string? other) =>
        one is not null && other is not null && string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Trim();
}
