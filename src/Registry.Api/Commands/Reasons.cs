using Registry.Api.Cases;

namespace Registry.Api.Commands;

/// <summary>The reason of a decision against somebody: they are told it, so it cannot be empty.</summary>
internal static class Reasons
{
    public const int Longest = 2000;

    public static IResult? Check(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || !FormFields.IsText(reason, Longest)
            ? Problems.Invalid("reason-malformed", "reason")
            : null;
}
