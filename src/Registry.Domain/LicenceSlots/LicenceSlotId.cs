using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.LicenceSlots;

/// <summary>The stream of one place that one live licence can have: a type, a holder and, where the type says so, a site.</summary>
[JsonConverter(typeof(StreamIdJson<LicenceSlotId>))]
public readonly record struct LicenceSlotId(Guid Value) : IStreamId<LicenceSlotId>, IParsable<LicenceSlotId>
{
    public static LicenceSlotId Of(Guid value) => new(value);

    /// <param name="siteIndex">Keyed blind index of the <see cref="Site"/>; null where the type asks for none.</param>
    public static LicenceSlotId Of(LicenceTypeCode type, SubjectTag holder, string? siteIndex) =>
        new(NameBasedId.Of("licence-slot", $"{type}.{holder.Value}.{siteIndex}"));

    /// <summary>A site as it is compared: compatibility forms folded (NFKC), no white space, no difference of case.</summary>
    public static string Site(string text) => string.Concat(
        text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant));

    public static LicenceSlotId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceSlotId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new LicenceSlotId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
