using System.Text.Json.Serialization;

namespace Registry.Domain.Personal;

/// <summary>
/// A value about one person or organisation. It is clear only between the request that brought it and the save that
/// seals it; a stored one is ciphertext and is opened against an access receipt. It has no JSON form while it is clear,
/// so plaintext cannot reach an event, a read model or a log by mistake (invariant I6).
/// </summary>
[JsonConverter(typeof(PersonalJsonFactory))]
public sealed class Personal<T> : IPersonal where T : class
{
    private readonly T? clear;

    private Personal(SubjectTag subject, T? clear, SealedValue? sealedValue)
    {
        Subject = subject;
        this.clear = clear;
        Sealed = sealedValue;
    }

    /// <summary>Whose data it is.</summary>
    public SubjectTag Subject { get; }

    /// <summary>The ciphertext, once it is sealed.</summary>
    public SealedValue? Sealed { get; private set; }

    object? IPersonal.Clear => clear;

    public static Personal<T> Of(SubjectTag subject, T value) => new(subject, value, null);

    public static Personal<T> Stored(SubjectTag subject, SealedValue value) => new(subject, null, value);

    void IPersonal.Seal(SealedValue value) => Sealed = value;
}

/// <summary>What the one place that seals needs to know of a personal value, whatever its type.</summary>
public interface IPersonal
{
    SubjectTag Subject { get; }

    SealedValue? Sealed { get; }

    /// <summary>The plaintext, null for a value that came from the store.</summary>
    object? Clear { get; }

    void Seal(SealedValue value);
}

/// <summary>
/// AES-256-GCM under the subject's data key: nonce[12] ‖ ciphertext ‖ tag[16]. The associated data is
/// <paramref name="Origin"/>, so a ciphertext moved to another event or field does not open.
/// </summary>
/// <param name="Origin">
/// <c>&lt;event id&gt;/&lt;field name&gt;</c> of the event that first held the value, and <c>/&lt;place from 0&gt;</c> where the field is a list.
/// </param>
/// <param name="Key">Number of the subject's data key: who comes back after an erasure gets a further one.</param>
/// <param name="Index">Keyed blind indexes of the <see cref="IndexedAttribute">indexed</see> texts, by name; null for none.</param>
public sealed record SealedValue(
    string Origin, byte[] Ciphertext, int Key = 1, IReadOnlyDictionary<string, string>? Index = null);
