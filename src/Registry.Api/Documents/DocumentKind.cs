namespace Registry.Api.Documents;

/// <summary>What a document is written as; by its extension.</summary>
internal sealed record DocumentKind(string Extension, string MediaType)
{
    /// <summary>GB/T 33190, under the issuer's electronic seal.</summary>
    public static readonly DocumentKind Ofd = new("ofd", "application/ofd");

    /// <summary>Signed by the issuer, where it has a key for credentials.</summary>
    public static readonly DocumentKind Pdf = new("pdf", "application/pdf");

    /// <summary>Null for none of these.</summary>
    public static DocumentKind? Named(string? extension) => extension switch { "ofd" => Ofd, "pdf" => Pdf, _ => null };
}
