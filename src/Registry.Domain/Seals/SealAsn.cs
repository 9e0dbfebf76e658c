using System.Formats.Asn1;

namespace Registry.Domain.Seals;

/// <summary>The values that seals are made of, in DER.</summary>
internal static class SealAsn
{
    public static void WriteIa5(AsnWriter writer, string text) =>
        writer.WriteCharacterString(UniversalTagNumber.IA5String, text);

    public static string ReadIa5(AsnReader reader) => reader.ReadCharacterString(UniversalTagNumber.IA5String);

    /// <summary>GeneralizedTime to the second.</summary>
    public static void WriteTime(AsnWriter writer, DateTimeOffset time) =>
        writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);

    public static int ReadSmall(AsnReader reader) =>
        reader.TryReadInt32(out var value) ? value : throw new AsnContentException("A number is too large.");

    /// <summary>A BIT STRING of whole octets.</summary>
    public static byte[] WholeBits(AsnReader reader, Asn1Tag? tag = null)
    {
        var bits = reader.ReadBitString(out var unused, tag);
        return unused == 0 ? bits : throw new AsnContentException("A bit string does not end with an octet.");
    }
}
