using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>An SD-JWT in its parts: <c>jwt~disclosure~…~</c>, with a key binding JWT behind the last tilde where there is one (RFC 9901 section 4).</summary>
/// <param name="Bound">What <c>sd_hash</c> is over: all up to the last tilde, which is included.</param>
/// <param name="KeyBinding">Null for an SD-JWT without.</param>
public sealed record SdJwt(Jws Issued, IReadOnlyList<Disclosure> Disclosures, string Bound, Jws? KeyBinding)
{
    /// <summary>Characters. Far more than any licence has, and little to hash.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Null and the fault when it is not of the form.</summary>
    public static (SdJwt? Parts, SdJwtFault? Fault) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength || text.LastIndexOf('~') is not (> 0 and var last))
            return (null, SdJwtFault.Malformed);
        var parts = text[..last].Split('~');
        var disclosures = parts.Skip(1).Select(Disclosure.Parse).ToList();
        if (Jws.Parse(parts[0]) is not { } issued || disclosures.Contains(null))
            return (null, SdJwtFault.Malformed);
        var binding = last + 1 < text.Length ? Jws.Parse(text[(last + 1)..]) : null;
        return binding is null && last + 1 < text.Length
            ? (null, SdJwtFault.KeyBindingMalformed)
            : (new(issued, disclosures!, text[..(last + 1)], binding), null);
    }

    /// <summary>Issues one: claims that everybody sees, and claims that the holder shows one by one.</summary>
    /// <param name="header"><c>typ</c>, <c>kid</c>, <c>x5c</c>; the algorithm is the signer's.</param>
    /// <param name="disclosable">Top-level claims with the salt of each.</param>
    public static string Issue(
        JsonObject header, JsonObject visible, IReadOnlyList<Disclosure> disclosable, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(visible);
        ArgumentNullException.ThrowIfNull(disclosable);
        var payload = (JsonObject)visible.DeepClone();
        if (disclosable.Count > 0)
        {
            // In the order of digests, which says nothing about the claims (RFC 9901 section 4.2.4.1).
            payload["_sd"] = new JsonArray([.. disclosable.Select(one => one.Digest).Order(StringComparer.Ordinal).Select(digest => (JsonNode)digest)]);
            payload["_sd_alg"] = "sha-256";
        }
        return string.Concat([Jws.Sign(header, payload, signer), "~", .. disclosable.Select(one => one.Text + "~")]);
    }
}
