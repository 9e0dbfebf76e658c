using System.Formats.Asn1;
using System.Numerics;
using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>An SM2 signature as SEQUENCE { r INTEGER, s INTEGER } (GB/T 35276 7.3), which certificates and seals carry.</summary>
internal static class Sm2Der
{
    private const int Half = Sm2.SignatureLength / 2;

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
            var raw = new byte[Sm2.SignatureLength];
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
