using System.Globalization;
using System.Resources;
using Registry.Domain.Access;
using Registry.Domain.LicenceCopies;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Verification;

namespace Registry.Api.SharingService;

/// <summary>
/// Return codes as services in the style of GB/T 36906 give them (domain reference 1.5: reconstructed from deployed ones). What those have no code
/// for has one of ours, from 900 on.
/// </summary>
internal static class ReturnCodes
{
    public const int Success = 0;
    public const int NoMatch = 10;
    public const int NotAuthenticated = 11;
    public const int FieldEmpty = 12;
    public const int TypeNotPublished = 13;

    /// <summary>Cancelled, withdrawn, revoked, or a newer version has taken its place.</summary>
    public const int Ended = 21;
    public const int Expired = 22;

    /// <summary>Suspended, on its way to another authority, or not valid yet.</summary>
    public const int Restricted = 23;

    /// <summary>No grant for licences of this type, or none that is open.</summary>
    public const int NoRight = 100;
    public const int HolderTypeWrong = 103;
    public const int TypeCodeWrong = 113;

    /// <summary>The request is not as it should be, and the problem names the field; or a file is of no kind that is known.</summary>
    public const int Malformed = 900;

    /// <summary>A live code that was shown too long ago.</summary>
    public const int CodeExpired = 901;

    /// <summary>A copy that cannot be made so, or is good no more.</summary>
    public const int CopyRefused = 902;
    public const int TooMany = 903;

    /// <summary>Neither yes nor no: ask again.</summary>
    public const int CannotAnswerNow = 904;

    /// <summary>A file that is not what was signed.</summary>
    public const int Tampered = 905;
    public const int UnknownIssuer = 906;

    /// <summary>A file that carries nothing to judge it by.</summary>
    public const int CannotBeJudged = 907;

    private static readonly ResourceManager Texts = new("Registry.Api.Resources.ReturnCodes", typeof(ReturnCodes).Assembly);

    public static string TextOf(int code) =>
        Texts.GetString($"code-{code.ToString(CultureInfo.InvariantCulture)}", CultureInfo.CurrentUICulture)
            ?? throw new ArgumentException($"Return code {code} has no text.");

    /// <summary>The code of a refusal.</summary>
    /// <param name="problem">Its stable code.</param>
    public static int Of(string problem, int? status) => problem switch
    {
        "not-found" => NoMatch,
        "not-authenticated" or "role-not-allowed" or "sharing-malformed" => NotAuthenticated,
        "field-missing" or "body-missing" => FieldEmpty,
        "shared-licence-ended" => Ended,
        "shared-licence-expired" => Expired,
        "shared-licence-restricted" => Restricted,
        "holder-code-type-unknown" => HolderTypeWrong,
        "show-code-expired" => CodeExpired,
        _ when problem == LicenceTypeVersion.NotPublished.Code => TypeNotPublished,
        _ when problem == AccessPolicy.SharingNotOpen.Code => NoRight,
        _ when CopyRefusals.Contains(problem) => CopyRefused,
        _ when problem.StartsWith("licence-type-", StringComparison.Ordinal) => TypeCodeWrong,
        _ => status switch
        {
            StatusCodes.Status429TooManyRequests => TooMany,
            >= StatusCodes.Status500InternalServerError => CannotAnswerNow,
            _ => Malformed,
        },
    };

    /// <summary>The code of the verdict on a file.</summary>
    /// <param name="verdict">As verification says it.</param>
    public static int OfVerdict(string verdict) => verdict switch
    {
        "valid" => Success,
        "notFound" => NoMatch,
        "malformed" => Malformed,
        "cancelled" or "withdrawn" or "revoked" or "superseded" => Ended,
        "expired" => Expired,
        "suspended" or "leaving" or "notYetValid" => Restricted,
        FileJudgement.CopyOver or FileJudgement.CopyRevoked => CopyRefused,
        "tampered" => Tampered,
        "unknownIssuer" => UnknownIssuer,
        "cannotBeJudged" => CannotBeJudged,
        _ => CannotAnswerNow,
    };

    private static readonly HashSet<string> CopyRefusals =
        [LicenceCopyDecider.UntilPast.Code, LicenceCopyDecider.UntilTooLate.Code, LicenceCopyDecider.AfterGrant.Code,
            LicenceCopyDecider.AlreadyRevoked.Code, LicenceCopyDecider.Over.Code];
}
