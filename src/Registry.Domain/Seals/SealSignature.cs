using System.Formats.Asn1;
using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>
/// An electronic seal set on data (电子签章, GB/T 38540-2020 clause 7: SES_Signature, version 4): the content of an OFD file's
/// <c>SignedValue.dat</c>.
/// </summary>
/// <param name="ToBeSigned">TBS_Sign as it was read or made: what the outer signature is over.</param>
/// <param name="SetAt">timeInfo.</param>
/// <param name="DataHash">SM3 of the data; in an OFD file, of <c>Signature.xml</c>.</param>
/// <param name="Property">What the data is; in an OFD file, the path of <c>Signature.xml</c>.</param>
/// <param name="Certificate">The signer's.</param>
/// <param name="Algorithm">Object identifier.</param>
/// <param name="TimeStamp">Over the signature; null where there is none.</param>
public sealed record SealSignature(
    ReadOnlyMemory<byte> ToBeSigned, ElectronicSeal Seal, DateTimeOffset SetAt, ReadOnlyMemory<byte> DataHash, string Property,
    ReadOnlyMemory<byte> Certificate, string Algorithm, ReadOnlyMemory<byte> Signature, ReadOnlyMemory<byte>? TimeStamp)
{
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Sets a seal: SES_Signature in DER.</summary>
    /// <param name="setAt">To the second.</param>
    /// <param name="dataHash">SM3, 32 octets.</param>
    /// <param name="property">In ASCII.</param>
    public static byte[] Set(SealHolder holder, DateTimeOffset setAt, ReadOnlySpan<byte> dataHash, string property)
    {
        ArgumentNullException.ThrowIfNull(holder);
        var toBeSigned = new AsnWriter(AsnEncodingRules.DER);
        using (toBeSigned.PushSequence())
        {
            toBeSigned.WriteInteger(SealInfo.Version);
            toBeSigned.WriteEncodedValue(holder.Seal.Der.Span);
            SealAsn.WriteTime(toBeSigned, setAt);
            toBeSigned.WriteBitString(dataHash);
            SealAsn.WriteIa5(toBeSigned, property);
        }
        var signed = toBeSigned.Encode();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteOctetString(holder.Certificate.Der.Span);
            writer.WriteObjectIdentifier(SealOids.Sm2WithSm3);
            writer.WriteBitString(SignaturePair.FromRaw(holder.Key.Sign(signed)));
        }
        return writer.Encode();
    }

    /// <summary>Reads one whole, or says why not; nothing is verified.</summary>
    public static (SealSignature? Read, SealFault? Fault) Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            return SealVersion.FaultOf(der) is { } fault ? (null, fault) : (Read(der), null);
        }
        catch (AsnContentException)
        {
            return (null, SealFault.Malformed);
        }
    }

    private static SealSignature Read(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var outer = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var toBeSigned = outer.ReadEncodedValue();
        var (certificate, algorithm, signature) = (outer.ReadOctetString(), outer.ReadObjectIdentifier(), SealAsn.WholeBits(outer));
        // Not byte[]?: null would become an empty stamp.
        ReadOnlyMemory<byte>? timeStamp = null;
        if (outer.HasData)
        {
            var tagged = outer.ReadSequence(Zero);
            timeStamp = SealAsn.WholeBits(tagged);
            tagged.ThrowIfNotEmpty();
        }
        outer.ThrowIfNotEmpty();

        var inner = new AsnReader(toBeSigned, AsnEncodingRules.DER).ReadSequence();
        if (inner.ReadInteger() != SealInfo.Version)
            throw new AsnContentException("The seal's version and its setting's differ.");
        var read = new SealSignature(
            toBeSigned, ElectronicSeal.Read(inner.ReadEncodedValue()), inner.ReadGeneralizedTime(), SealAsn.WholeBits(inner),
            SealAsn.ReadIa5(inner), certificate, algorithm, signature, timeStamp);
        // [0] extDatas: signed with the rest and of no meaning here.
        if (inner.HasData)
            inner.ReadSequence(Zero);
        inner.ThrowIfNotEmpty();
        return read;
    }
}
