using Registry.Domain.Identifiers;

namespace Registry.Domain.Issuers;

/// <summary>The names of issuers, types and lists: URLs under the configured public one, whatever host a request was made to.</summary>
/// <param name="Base">Absolute, without a query, without a slash at its end.</param>
public sealed record PublicAddress(string Base)
{
    /// <summary>An agency as issuer: <c>iss</c>.</summary>
    public string Issuer(Uscc agency) => $"{Base}/agency/{agency}";

    /// <summary>The name under which an issuer publishes its metadata (OpenID4VCI 1.0 section 12.2.2).</summary>
    public const string IssuerMetadata = ".well-known/openid-credential-issuer";

    /// <summary>A version of a licence type: <c>vct</c>.</summary>
    public string Type(LicenceTypeCode type, int version) => FormattableString.Invariant($"{Base}/vct/{type}/{version}");

    /// <summary>Where all status lists of an issuer are named (Token Status List section 9.3).</summary>
    public string StatusLists(Uscc agency) => $"{Base}/status/{agency}";

    /// <summary>One of them.</summary>
    public string StatusList(Uscc agency, int number) => FormattableString.Invariant($"{StatusLists(agency)}/{number}");

    /// <summary>Where a wallet finds what it is asked to show (OpenID4VP 1.0 section 5.10), and answers it.</summary>
    public string Presentation(string handle, string part) => $"{Base}/presentations/{handle}/{part}";

    /// <summary>The page where anybody verifies what a QR code holds: a licence's identifier, or the code of one that is shown.</summary>
    public string Verification(string presented) => $"{Base}/verify/{presented}";

    /// <summary>
    /// The agency whose issuer has this path behind a well-known name, which stands between host and path (RFC 8615); null for none.
    /// </summary>
    /// <param name="path">Without a slash before it.</param>
    public Uscc? IssuerAt(string path) =>
        path.LastIndexOf('/') is var slash and > 0 && Uscc.TryParse(path[(slash + 1)..], null, out var agency)
        && new Uri(Issuer(agency)).AbsolutePath == $"/{path}"
            ? agency
            : null;
}
