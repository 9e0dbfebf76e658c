using System.Formats.Asn1;
using System.Numerics;

namespace Registry.Domain.Seals;

/// <summary>What a seal says of itself (SES_SealInfo with header and property, GB/T 38540-2020 6.1).</summary>
/// <param name="Vendor">Who made the software, in ASCII.</param>
/// <param name="Id">The seal's number, in ASCII.</param>
/// <param name="Type">1 for an organisation's seal, 2 for a person's; others by agreement.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Signers">Who may set it.</param>
public sealed record SealInfo(
    string Vendor, string Id, int Type, string Name, SealSigners Signers, DateTimeOffset MadeAt, DateTimeOffset From,
    DateTimeOffset Until, SealPicture Picture)
{
    /// <summary>The version that is written and accepted.</summary>
    public const int Version = 4;

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                SealAsn.WriteIa5(writer, "ES");
                writer.WriteInteger(Version);
                SealAsn.WriteIa5(writer, Vendor);
            }
            SealAsn.WriteIa5(writer, Id);
            using (writer.PushSequence())
            {
                writer.WriteInteger(Type);
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name);
                Signers.Write(writer);
                SealAsn.WriteTime(writer, MadeAt);
                SealAsn.WriteTime(writer, From);
                SealAsn.WriteTime(writer, Until);
            }
            Picture.Write(writer);
        }
        return writer.Encode();
    }

    /// <exception cref="AsnContentException">It is not one.</exception>
    internal static SealInfo Read(ReadOnlyMemory<byte> der)
    {
        var info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var header = info.ReadSequence();
        if (SealAsn.ReadIa5(header) != "ES" || header.ReadInteger() != Version)
            throw new AsnContentException("Not the header of a seal of version 4.");
        var vendor = SealAsn.ReadIa5(header);
        header.ThrowIfNotEmpty();

        var id = SealAsn.ReadIa5(info);
        var property = info.ReadSequence();
        var type = SealAsn.ReadSmall(property);
        var name = property.ReadCharacterString(UniversalTagNumber.UTF8String);
        var signers = SealSigners.Read(property);
        var (made, from, until) = (property.ReadGeneralizedTime(), property.ReadGeneralizedTime(), property.ReadGeneralizedTime());
        property.ThrowIfNotEmpty();

        var picture = SealPicture.Read(info);
        // extDatas: signed with the rest and of no meaning here.
        if (info.HasData)
            info.ReadSequence();
        info.ThrowIfNotEmpty();
        return new(vendor, id, type, name, signers, made, from, until, picture);
    }

    /// <summary>The header's version, whatever else is in it.</summary>
    /// <exception cref="AsnContentException">There is no header.</exception>
    internal static BigInteger ReadVersion(AsnReader info)
    {
        var header = info.ReadSequence();
        SealAsn.ReadIa5(header);
        return header.ReadInteger();
    }
}

/// <summary>The seal's picture.</summary>
/// <param name="Type">As <c>PNG</c>.</param>
/// <param name="Width">In millimetres.</param>
/// <param name="Height">In millimetres.</param>
public sealed record SealPicture(string Type, ReadOnlyMemory<byte> Data, int Width, int Height)
{
    internal void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            SealAsn.WriteIa5(writer, Type);
            writer.WriteOctetString(Data.Span);
            writer.WriteInteger(Width);
            writer.WriteInteger(Height);
        }
    }

    internal static SealPicture Read(AsnReader reader)
    {
        var picture = reader.ReadSequence();
        var read = new SealPicture(
            SealAsn.ReadIa5(picture), picture.ReadOctetString(), SealAsn.ReadSmall(picture), SealAsn.ReadSmall(picture));
        picture.ThrowIfNotEmpty();
        return read;
    }
}
