using System.Diagnostics.CodeAnalysis;

namespace Registry.Domain.Identifiers;

/// <summary>
/// An identifier with exactly one written form. Reading trims nothing and folds no case: two texts are the same identifier
/// only if they are equal, which is what signatures, blind indexes and stream names rely on.
/// </summary>
public interface IIdentifier<TSelf> : IParsable<TSelf> where TSelf : IIdentifier<TSelf>
{
    /// <summary>The written form, in full. Throws <see cref="InvalidOperationException"/> on a <c>default</c> struct.</summary>
    string Value { get; }

    /// <summary>Reads the written form, or says what is wrong with it. Exactly one of the two outputs is set.</summary>
    static abstract bool TryRead(
        string? text,
        [MaybeNullWhen(false)] out TSelf value,
        [NotNullWhen(false)] out IdentifierFault? fault);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => IdentifierText.Parse<TSelf>(s);
}
