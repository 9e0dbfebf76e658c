using System.Formats.Asn1;

namespace Registry.Domain.Seals;

/// <summary>
/// Tells the versions apart, before one is read: 1 (GM/T 0031-2014) by its shape, for it has the signer inside of what is signed;
/// 4 (GB/T 38540-2020) and 5 (GM/T 0031-2025), which look alike, by the seal's header.
/// </summary>
internal static class SealVersion
{
    /// <summary>Null for version 4.</summary>
    /// <exception cref="AsnContentException">It is no seal at all.</exception>
    public static SealFault? FaultOf(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var inner = outer.ReadSequence();
        if (Elements(outer) == 1)
            return SealFault.VersionOne;
        inner.ReadInteger();
        var version = SealInfo.ReadVersion(inner.ReadSequence().ReadSequence());
        return version == SealInfo.Version ? null
            : version == 1 ? SealFault.VersionOne
            : version == 5 ? SealFault.VersionFive
            : SealFault.VersionUnknown;
    }

    private static int Elements(AsnReader rest)
    {
        var count = 0;
        for (; rest.HasData; count++)
            rest.ReadEncodedValue();
        return count;
    }
}
