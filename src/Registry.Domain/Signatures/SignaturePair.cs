using System.Formats.Asn1;
using System.Numerics;

namespace Registry.Domain.Signatures;

/// <summary>
/// A signature of 64 octets as SEQUENCE { r INTEGER, s INTEGER }, which certificates, seals and CMS carry: of SM2 (GB/T 35276 7.3) and
/// of ECDSA on P-256 (RFC 3279 section 2.2.3).
/// </summary>
internal static class SignaturePair
{
    private const int Half = 32;

    public static byte[] FromRaw(ReadOnlySpan<byte> signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..Half], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[Half..], isUnsigned: true, isBigEndian: true));
        }
        return writer.Encode();
    }

    /// <summary>r ‖ s; null when it is not DER of two numbers of at most 32 octets.</summary>
    public static byte[]? ToRaw(ReadOnlyMemory<byte> der)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var pair = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var raw = new byte[2 * Half];
            if (!TryNumber(pair, raw.AsSpan(..Half)) || !TryNumber(pair, raw.AsSpan(Half..)))
                return null;
            pair.ThrowIfNotEmpty();
            return raw;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool TryNumber(AsnReader pair, Span<byte> into)
    {
        var number = pair.ReadInteger();
        if (number.Sign <= 0 || number.GetByteCount(isUnsigned: true) > into.Length)
            return false;
        number.TryWriteBytes(into[^number.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
        return true;
    }
}
