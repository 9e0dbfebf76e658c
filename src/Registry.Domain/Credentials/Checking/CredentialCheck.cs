using System.Text.Json.Nodes;

namespace Registry.Domain.Credentials.Checking;

/// <summary>"Cannot be checked" is neither of the others (invariant I8).</summary>
public enum CheckState
{
    Good,
    Bad,
    Unknown,
}

/// <summary>One thing that was asked, answered by itself.</summary>
/// <param name="Code">One of <see cref="CheckCodes"/>.</param>
/// <param name="At">Of a status, since when it is known; of a validity, when it ends or begins; of the log, when the entry was made.</param>
public sealed record CheckAnswer(CheckState State, string Code, DateTimeOffset? At = null)
{
    public static CheckAnswer Good(string code, DateTimeOffset? at = null) => new(CheckState.Good, code, at);

    public static CheckAnswer Bad(string code, DateTimeOffset? at = null) => new(CheckState.Bad, code, at);

    public static CheckAnswer Unknown(string code, DateTimeOffset? at = null) => new(CheckState.Unknown, code, at);
}

/// <summary>What is known of a licence's credential.</summary>
/// <param name="Claims">Processed claims, only of one with integrity by a key of its issuer.</param>
public sealed record CredentialCheck(
    CheckAnswer Integrity, CheckAnswer Issuer, CheckAnswer Status, CheckAnswer Validity, CheckAnswer Log, JsonObject? Claims)
{
    /// <summary>Whether whoever shows it has the key that it is bound to; null where the reader did not ask.</summary>
    public CheckAnswer? Holder { get; init; }

    /// <summary>
    /// Bad when anything is; good when integrity, issuer, status and validity are, and the holder where that was asked. That a holder kept the log's receipt to themselves
    /// takes nothing away.
    /// </summary>
    public CheckState Overall
    {
        get
        {
            CheckAnswer[] needed = [Integrity, Issuer, Status, Validity, .. Holder is null ? (CheckAnswer[])[] : [Holder]];
            if (needed.Append(Log).Any(answer => answer.State is CheckState.Bad))
                return CheckState.Bad;
            return needed.All(answer => answer.State is CheckState.Good) ? CheckState.Good : CheckState.Unknown;
        }
    }
}
