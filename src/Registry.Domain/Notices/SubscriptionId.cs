using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Personal;

namespace Registry.Domain.Notices;

/// <summary>The stream of one person's subscription to notices (订阅): it follows from who they are, so there is one a person.</summary>
[JsonConverter(typeof(StreamIdJson<SubscriptionId>))]
public readonly record struct SubscriptionId(Guid Value) : IStreamId<SubscriptionId>, IParsable<SubscriptionId>
{
    public static SubscriptionId Of(Guid value) => new(value);

    public static SubscriptionId Of(SubjectTag subject) => new(NameBasedId.Of("notice-subscription", subject.Value));

    public static SubscriptionId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SubscriptionId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new SubscriptionId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
