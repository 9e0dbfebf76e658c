using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Personal;

namespace Registry.Domain.Objections;

/// <summary>
/// The stream of one objection (异议). It follows from access, person and how manyth, so that two sent at once are one; nobody
/// computes it who does not know the person's tag.
/// </summary>
[JsonConverter(typeof(StreamIdJson<ObjectionId>))]
public readonly record struct ObjectionId(Guid Value) : IStreamId<ObjectionId>, IParsable<ObjectionId>
{
    public static ObjectionId Of(Guid value) => new(value);

    /// <param name="nth">From 1: after one is closed, another may follow.</param>
    public static ObjectionId Of(Guid access, SubjectTag subject, int nth) =>
        new(NameBasedId.Of("objection", FormattableString.Invariant($"{access:D}/{subject}/{nth}")));

    public static ObjectionId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ObjectionId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new ObjectionId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
