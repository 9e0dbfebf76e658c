namespace Registry.Domain;

/// <summary>
/// A business "no". The code is stable and is the last segment of the problem type (<c>/problems/&lt;code&gt;</c>,
/// RFC 9457 section 3.1.1); the texts in Chinese and English live in the API's resource files under the same code.
/// </summary>
/// <param name="Code">Lower-case words joined by hyphens, never changed once shipped.</param>
/// <param name="Arguments">Values for the text's placeholders. Never personal data.</param>
public sealed record Refusal(string Code, params IReadOnlyList<string> Arguments)
{
    public bool Equals(Refusal? other) =>
        other is not null && Code == other.Code && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);
}
