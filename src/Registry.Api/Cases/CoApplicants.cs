using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Cases;

/// <summary>共同申请人: one with whom the applicant applies, and to whom what the item leads to belongs, too.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="CodeType">Three digits after GB/T 36903 appendix A.</param>
internal sealed record NamedApplicant(string Name, HolderCodeType CodeType, string Code);

/// <summary>
/// Reads them from a body. The applicant names them; that they are who they are said to be, the officer judges by the materials, as of everything
/// else that an applicant states. Whether they consent, they say themselves.
/// </summary>
internal static class CoApplicants
{
    private const int LongestName = 100;

    /// <summary>The applicant's.</summary>
    private const int FirstPlace = 1;

    public static ProblemHttpResult? Check(IReadOnlyList<NamedApplicant>? people)
    {
        foreach (var (place, one) in (people ?? []).Index())
        {
            // The serializer keeps null out of members, not out of lists.
            if (one is null)
                return Problems.Invalid("field-malformed", $"coApplicants[{place}]");
            if (string.IsNullOrWhiteSpace(one.Name) || !FormFields.IsText(one.Name, LongestName))
                return Problems.Invalid("field-malformed", $"coApplicants[{place}].name");
            if (!PersonCode.IsCode(one.CodeType, one.Code))
                return Problems.Invalid("field-malformed", $"coApplicants[{place}].code");
        }
        return null;
    }

    /// <summary>Each under their own subject, to be sealed with their own key.</summary>
    public static IReadOnlyList<Personal<Party>> Of(IReadOnlyList<NamedApplicant>? people, SubjectVault vault) =>
        [.. (people ?? []).Select(one => Personal<Party>.Of(vault.TagOf(one.CodeType, one.Code), new(one.Name, one.CodeType, one.Code)))];

    /// <summary>By which requests name one: the holders of what it leads to stand in the same order.</summary>
    public static int PlaceOf(Case @case, SubjectTag subject) =>
        @case.Named.Index().Single(one => one.Item.Subject == subject).Index + FirstPlace + 1;

    /// <summary>Of those who are still named; null for none.</summary>
    public static IReadOnlyList<int>? PlacesOf(Case @case, IReadOnlyList<SubjectTag> subjects) =>
        subjects.Count == 0 ? null : [.. @case.Named.Where(one => subjects.Contains(one.Subject)).Select(one => PlaceOf(@case, one.Subject))];

    /// <summary>Who stands there; null for nobody and for the applicant.</summary>
    public static SubjectTag? At(Case @case, int place) =>
        place - FirstPlace - 1 is var index && index >= 0 && index < @case.Named.Count ? @case.Named[index].Subject : null;
}
