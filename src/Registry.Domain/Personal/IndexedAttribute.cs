namespace Registry.Domain.Personal;

/// <summary>
/// A text of a personal value by which it can be found: a keyed blind index of it stands beside the ciphertext
/// (<see cref="SealedValue.Index"/>), and nothing of the text itself.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IndexedAttribute : Attribute;
