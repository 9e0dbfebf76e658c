using System.Security.Cryptography;

namespace Registry.Domain.Seals;

/// <summary>Certificates for SM2 keys and lists of those called back, as files have them. The platform reads neither.</summary>
public static class SealPem
{
    /// <summary>Those in a PEM file, in its order; blocks of other kinds are passed over.</summary>
    public static IReadOnlyList<SealCertificate> Certificates(string pem) =>
        [.. Blocks(pem, "CERTIFICATE").Select(der => SealCertificate.Parse(der)).OfType<SealCertificate>()];

    /// <summary>Those in a file, PEM or one in DER; null when one of them is no list that is signed with SM2, or there is none.</summary>
    public static IReadOnlyList<SealRevocations>? Lists(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        byte[][] blocks = file is [(byte)'-', ..] ? [.. Blocks(System.Text.Encoding.ASCII.GetString(file), "X509 CRL")] : [file];
        var lists = blocks.Select(der => SealRevocations.Parse(der)).ToList();
        return lists.Count > 0 && !lists.Contains(null) ? [.. lists.OfType<SealRevocations>()] : null;
    }

    private static IEnumerable<byte[]> Blocks(string pem, string label)
    {
        while (PemEncoding.TryFind(pem, out var block))
        {
            if (pem[block.Label] == label)
                yield return Convert.FromBase64String(pem[block.Base64Data]);
            pem = pem[block.Location.End..];
        }
    }
}
