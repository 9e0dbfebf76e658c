namespace Registry.Domain.Identifiers;

/// <summary>Why a text is not the identifier it claims to be. Never carries the text itself: it may be personal data.</summary>
/// <param name="Code">Stable and kebab-case, such as <c>uscc-check</c>; part of the public problem vocabulary.</param>
/// <param name="Position">Where, counted from 1; null when the text as a whole is at fault.</param>
/// <param name="Expected">What would have been right there (a character, a length, a shorter form), when that is known.</param>
public sealed record IdentifierFault(string Code, int? Position = null, string? Expected = null)
{
    /// <summary>One line for logs and messages: <c>uscc-check at 18, expected T</c>.</summary>
    public override string ToString() =>
        Code
        + (Position is { } position ? $" at {position}" : "")
        + (Expected is { } expected ? $", expected {expected}" : "");

    /// <summary>The same fault, its position counted in the longer text that this one is part of.</summary>
    internal IdentifierFault After(int offset) => this with { Position = Position + offset };
}
