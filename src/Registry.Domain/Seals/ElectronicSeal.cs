using System.Formats.Asn1;
using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>
/// An electronic seal (电子印章, GB/T 38540-2020 clause 6: SESeal, version 4): who may set it, how it looks, until when, signed by
/// its maker.
/// </summary>
/// <param name="Der">SESeal as it was read or made.</param>
/// <param name="InfoDer">Its eSealInfo: what the maker signed.</param>
/// <param name="MakerCertificate">制章者证书.</param>
/// <param name="Algorithm">Object identifier.</param>
/// <param name="Signature">The maker's, over <paramref name="InfoDer"/>.</param>
public sealed record ElectronicSeal(
    ReadOnlyMemory<byte> Der, ReadOnlyMemory<byte> InfoDer, SealInfo Info, ReadOnlyMemory<byte> MakerCertificate, string Algorithm,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>Makes a seal.</summary>
    /// <param name="sign">The maker's key: answers an SM2 signature as r ‖ s.</param>
    public static ElectronicSeal Make(SealInfo info, SealCertificate maker, Func<ReadOnlyMemory<byte>, byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(maker);
        ArgumentNullException.ThrowIfNull(sign);
        var infoDer = info.Encode();
        var signature = SignaturePair.FromRaw(sign(infoDer));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(infoDer);
            writer.WriteOctetString(maker.Der.Span);
            writer.WriteObjectIdentifier(SealOids.Sm2WithSm3);
            writer.WriteBitString(signature);
        }
        return new(writer.Encode(), infoDer, info, maker.Der, SealOids.Sm2WithSm3, signature);
    }

    /// <summary>Reads one whole, as its maker gave it; null when it is none. Nothing is verified.</summary>
    public static ElectronicSeal? Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            return Read(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <exception cref="AsnContentException">It is not one.</exception>
    internal static ElectronicSeal Read(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var seal = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var infoDer = seal.ReadEncodedValue();
        var read = new ElectronicSeal(
            der, infoDer, SealInfo.Read(infoDer), seal.ReadOctetString(), seal.ReadObjectIdentifier(), SealAsn.WholeBits(seal));
        seal.ThrowIfNotEmpty();
        return read;
    }
}
