using System.Xml.Linq;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using static Registry.Domain.Ofd.OfdNames;

namespace Registry.Domain.Ofd;

/// <summary>What became of an OFD file.</summary>
/// <param name="Code">Of the first fault, a <see cref="SealFault"/> or an <see cref="OfdFault"/>; null when there is none.</param>
/// <param name="File">The file at fault, where it is one.</param>
/// <param name="IsTest">A test seal, which has no legal effect, however sound.</param>
/// <param name="Seal">Its seal as read, sound or not.</param>
/// <param name="Data">Facts for programs, as the licence's identifier; empty unless the file is sound.</param>
public sealed record OfdVerdict(
    string? Code, string? File, bool IsTest, SealSignature? Seal, IReadOnlyDictionary<string, string> Data)
{
    public bool IsSound => Code is null;
}

/// <summary>
/// Verification of a sealed OFD file: it is read, then its seal is judged, then each file, then that no file is left out. Whether
/// the licence is still in force is the registry's to say.
/// </summary>
public static class OfdVerifier
{
    public static OfdVerdict Verify(ReadOnlyMemory<byte> file, SealTrust trust)
    {
        var (package, fault) = OfdPackage.Open(file);
        if (package is null)
            return No(fault!.Value);
        var root = package.Xml(Root);
        if (root?.Name != Space + "OFD" || root.Elements(Space + "DocBody").ToList() is not [var body])
            return No(OfdFault.Malformed);
        var list = OfdPackage.Place(Root, body.Element(Space + "Signatures")?.Value);
        if (list is null)
            return No(OfdFault.NotSigned);
        return package.Xml(list)?.Elements(Space + "Signature").ToList() switch
        {
            null => No(OfdFault.Malformed, list),
            [] => No(OfdFault.NotSigned),
            [var one] => Judge(package, body, list, OfdPackage.Place(list, one.Attribute("BaseLoc")?.Value), trust),
            _ => No(OfdFault.SeveralSignatures),
        };
    }

    private static OfdVerdict Judge(OfdPackage package, XElement body, string list, string? signature, SealTrust trust)
    {
        if (package.Xml(signature) is not { } xml || signature is null
            || OfdPackage.Place(signature, xml.Element(Space + "SignedValue")?.Value) is not { } value
            || !package.Files.TryGetValue(value, out var signedValue))
            return No(OfdFault.Malformed, signature);

        var seal = SealVerifier.Verify(signedValue, package.Files[signature], trust);
        if (seal.Fault is { } broken and not SealFault.TimeStamp)
            return new(broken.Code(), value, seal.IsTest, seal.Read, Nothing);
        if (seal.Read!.Property != "/" + signature)
            return No(OfdFault.Property, signature) with { IsTest = seal.IsTest, Seal = seal.Read };
        var judged = Files(package, xml, signature, exempt: [list, signature, value]);
        judged ??= seal.Fault is { } late ? new(late.Code(), value, seal.IsTest, seal.Read, Nothing) : null;
        return (judged ?? new(null, null, seal.IsTest, seal.Read, DataOf(body))) with { IsTest = seal.IsTest, Seal = seal.Read };
    }

    /// <param name="exempt">
    /// Signature.xml is what the seal is set on, SignedValue.dat the seal, and the list of signatures only says where they are.
    /// </param>
    private static OfdVerdict? Files(OfdPackage package, XElement xml, string signature, string[] exempt)
    {
        if (xml.Element(Space + "SignedInfo")?.Element(Space + "References") is not { } references)
            return No(OfdFault.Malformed, signature);
        if (references.Attribute("CheckMethod")?.Value is not (SealOids.Sm3 or "SM3"))
            return No(OfdFault.CheckMethod, signature);
        var covered = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in references.Elements(Space + "Reference"))
        {
            var name = OfdPackage.Place(signature, reference.Attribute("FileRef")?.Value);
            if (name is null || !package.Files.TryGetValue(name, out var content))
                return No(OfdFault.FileMissing, name);
            if (reference.Element(Space + "CheckValue")?.Value != Convert.ToBase64String(Sm3.Hash(content)))
                return No(OfdFault.FileChanged, name);
            covered.Add(name);
        }
        var uncovered = package.Files.Keys.FirstOrDefault(
            name => !covered.Contains(name) && !exempt.Contains(name, StringComparer.OrdinalIgnoreCase));
        return uncovered is null ? null : No(OfdFault.FileUncovered, uncovered);
    }

    private static Dictionary<string, string> DataOf(XElement body) =>
        body.Descendants(Space + "CustomData").DistinctBy(data => data.Attribute("Name")?.Value)
            .ToDictionary(data => data.Attribute("Name")?.Value ?? "", data => data.Value, StringComparer.Ordinal);

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    private static OfdVerdict No(OfdFault fault, string? file = null) => new(fault.Code(), file, IsTest: false, Seal: null, Nothing);
}
