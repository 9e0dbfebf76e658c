using System.Xml.Linq;

namespace Registry.Domain.Ofd;

/// <summary>Names and places in an OFD file (GB/T 33190-2016). Only <see cref="Root"/> is fixed by the standard.</summary>
internal static class OfdNames
{
    public static readonly XNamespace Space = "http://www.ofdspec.org/2016";

    public const string Root = "OFD.xml";
    public const string Document = "Doc_0/Document.xml";
    public const string PublicResources = "Doc_0/PublicRes.xml";
    public const string DocumentResources = "Doc_0/DocumentRes.xml";
    public const string SignatureList = "Doc_0/Signs/Signatures.xml";
    public const string Signature = "Doc_0/Signs/Sign_0/Signature.xml";
    public const string SignedValue = "Doc_0/Signs/Sign_0/SignedValue.dat";

    public static string Page(int number) => $"Doc_0/Pages/Page_{number}/Content.xml";

    public static string Image(int number) => $"Doc_0/Res/Image_{number}.png";
}
