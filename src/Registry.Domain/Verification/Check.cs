using Registry.Domain.Identifiers;

namespace Registry.Domain.Verification;

/// <summary>What is looked at separately when somebody verifies a licence.</summary>
public enum CheckKind
{
    /// <summary>Form and check character.</summary>
    Identifier,

    /// <summary>Whether the directory knows the issuing body, and the licence's type names it.</summary>
    Issuer,
    Status,
    Validity,

    /// <summary>Whether the newest event of the licence has its place in the public log.</summary>
    LogInclusion,

    /// <summary>Whether the log goes on, so that what is told is not old.</summary>
    Freshness,

    /// <summary>Whether a file that was presented is what its issuer made; of an identifier there is no such check.</summary>
    Integrity,
}

public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>It could not be told now, or there was nothing to look at. Never taken for <see cref="Passed"/>.</summary>
    Unknown,
}

/// <summary>One finding about a licence that was presented.</summary>
/// <param name="Code">One of <see cref="CheckCodes"/>, a status's, or the code of <paramref name="Fault"/>.</param>
/// <param name="Fault">What is wrong with the identifier.</param>
/// <param name="Index">Of the licence's newest event in the log.</param>
/// <param name="Size">Of the published checkpoint over it.</param>
public sealed record Check(
    CheckKind Kind, CheckOutcome Outcome, string Code, IdentifierFault? Fault = null, long? Index = null, long? Size = null)
{
    internal static Check Passed(CheckKind kind, string code) => new(kind, CheckOutcome.Passed, code);

    internal static Check Failed(CheckKind kind, string code) => new(kind, CheckOutcome.Failed, code);

    internal static Check Unknown(CheckKind kind, string code) => new(kind, CheckOutcome.Unknown, code);
}
