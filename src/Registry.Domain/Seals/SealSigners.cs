using System.Formats.Asn1;
using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>
/// Whose certificates may set a seal (certListType and certList): the certificates themselves (1) or their SM3 digests (2).
/// </summary>
public sealed class SealSigners
{
    private const int ByCertificate = 1;
    private const int ByDigest = 2;

    private readonly int _kind;
    private readonly IReadOnlyList<byte[]> _values;

    private SealSigners(int kind, IReadOnlyList<byte[]> values) => (_kind, _values) = (kind, values);

    public static SealSigners Certificates(params IEnumerable<SealCertificate> certificates) =>
        new(ByCertificate, [.. certificates.Select(certificate => certificate.Der.ToArray())]);

    public static SealSigners Digests(params IEnumerable<SealCertificate> certificates) =>
        new(ByDigest, [.. certificates.Select(certificate => Sm3.Hash(certificate.Der.Span))]);

    /// <summary>Whether this very certificate is one of them.</summary>
    public bool Contain(ReadOnlySpan<byte> certificate)
    {
        var sought = _kind == ByCertificate ? certificate.ToArray() : Sm3.Hash(certificate);
        return _values.Any(value => value.AsSpan().SequenceEqual(sought));
    }

    internal void Write(AsnWriter writer)
    {
        writer.WriteInteger(_kind);
        using (writer.PushSequence())
            foreach (var value in _values)
                if (_kind == ByCertificate)
                    writer.WriteOctetString(value);
                else
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.PrintableString, SealOids.Sm3);
                        writer.WriteOctetString(value);
                    }
    }

    internal static SealSigners Read(AsnReader property)
    {
        var kind = SealAsn.ReadSmall(property);
        if (kind is not (ByCertificate or ByDigest))
            throw new AsnContentException("certListType is 1 or 2.");
        var list = property.ReadSequence();
        var values = new List<byte[]>();
        while (list.HasData)
            values.Add(kind == ByCertificate ? list.ReadOctetString() : ReadDigest(list));
        return new(kind, values);
    }

    // The type of a digest is free text in the standard; SM3 is the only function that version 4 uses.
    private static byte[] ReadDigest(AsnReader list)
    {
        var digest = list.ReadSequence();
        digest.ReadCharacterString(UniversalTagNumber.PrintableString);
        var value = digest.ReadOctetString();
        digest.ThrowIfNotEmpty();
        return value;
    }
}
