using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Credentials;

/// <summary>The stream of one credential (可验证凭证) of a licence. Random, so that it tells nothing and cannot be guessed.</summary>
[JsonConverter(typeof(StreamIdJson<CredentialId>))]
public readonly record struct CredentialId(Guid Value) : IStreamId<CredentialId>, IParsable<CredentialId>
{
    public static CredentialId Of(Guid value) => new(value);

    public static CredentialId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CredentialId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new CredentialId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
