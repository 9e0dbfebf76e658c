using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Cases;

/// <summary>共同申请人: one with whom the applicant applies, and to whom what the item leads to belongs, too.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="CodeType">Three digits after GB/T 36903 appendix A.</param>
internal sealed record CoApplicant(string Name, HolderCodeType CodeType, string Code);

/// <summary>
/// Reads them from a body. The applicant names them and no sign-in of theirs says so: whether they are who they are said to be, and consent, the
/// officer judges by the materials, as of everything else that an applicant states.
/// </summary>
internal static class CoApplicants
{
    private const int LongestName = 100;

    public static ProblemHttpResult? Check(IReadOnlyList<CoApplicant>? people)
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
    public static IReadOnlyList<Personal<Party>> Of(IReadOnlyList<CoApplicant>? people, SubjectVault vault) =>
        [.. (people ?? []).Select(one => Personal<Party>.Of(vault.TagOf(one.CodeType, one.Code), new(one.Name, one.CodeType, one.Code)))];
}
