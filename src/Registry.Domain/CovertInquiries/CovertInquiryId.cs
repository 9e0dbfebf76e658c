using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.CovertInquiries;

/// <summary>The stream of one covert inquiry (秘密查询). Random, so that it tells nothing and cannot be guessed.</summary>
[JsonConverter(typeof(StreamIdJson<CovertInquiryId>))]
public readonly record struct CovertInquiryId(Guid Value) : IStreamId<CovertInquiryId>, IParsable<CovertInquiryId>
{
    public static CovertInquiryId Of(Guid value) => new(value);

    public static CovertInquiryId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CovertInquiryId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new CovertInquiryId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
