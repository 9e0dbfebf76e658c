using System.Text.Json.Nodes;

namespace Registry.Domain.Credentials;

/// <summary>
/// Puts disclosures into the places of their digests (RFC 9901 section 7.1 step 3): the processed payload, in which nothing of
/// the selective disclosure is left.
/// </summary>
internal sealed class DisclosedClaims
{
    private const string Digests = "_sd";
    private const string Element = "...";

    // Disclosures within disclosures are as deep as their sender likes; the stack is not.
    private const int MaxDepth = 64;

    private readonly Dictionary<string, Disclosure> waiting;
    private readonly IReadOnlySet<string> neverDisclosed;
    private readonly HashSet<string> seen = [];
    private int depth;

    private DisclosedClaims(Dictionary<string, Disclosure> waiting, IReadOnlySet<string> neverDisclosed) =>
        (this.waiting, this.neverDisclosed) = (waiting, neverDisclosed);

    /// <param name="neverDisclosed">Top-level claims that must stand in the payload itself, with all that is in them.</param>
    public static (JsonObject? Claims, SdJwtFault? Fault) Process(SdJwt parts, IReadOnlySet<string> neverDisclosed)
    {
        var payload = (JsonObject)parts.Issued.Payload.DeepClone();
        if (payload["_sd_alg"] is { } named && (named is not JsonValue value || !value.TryGetValue<string>(out var name) || name != "sha-256"))
            return (null, SdJwtFault.HashAlgorithm);
        payload.Remove("_sd_alg");
        var waiting = new Dictionary<string, Disclosure>();
        foreach (var disclosure in parts.Disclosures)
            if (!waiting.TryAdd(disclosure.Digest, disclosure))
                return (null, SdJwtFault.DigestRepeated);

        var claims = new DisclosedClaims(waiting, neverDisclosed);
        var fault = claims.Object(payload, top: true, visibleOnly: false)
            ?? (waiting.Count > 0 ? SdJwtFault.DisclosureUnreferenced : null);
        return fault is null ? (payload, null) : (null, fault);
    }

    private SdJwtFault? Node(JsonNode? node, bool visibleOnly)
    {
        if (depth == MaxDepth)
            return SdJwtFault.Malformed;
        depth++;
        var fault = node switch
        {
            JsonObject inner => Object(inner, top: false, visibleOnly),
            JsonArray array => Array(array, visibleOnly),
            _ => null,
        };
        depth--;
        return fault;
    }

    private SdJwtFault? Object(JsonObject node, bool top, bool visibleOnly)
    {
        if (node.ContainsKey(Element))
            return SdJwtFault.ReservedName;
        foreach (var (name, value) in node.ToList())
            if (name != Digests && Node(value, visibleOnly || top && neverDisclosed.Contains(name)) is { } inside)
                return inside;
        if (!node.TryGetPropertyValue(Digests, out var digests))
            return null;
        if (visibleOnly)
            return SdJwtFault.NeverDisclosable;
        if (digests is not JsonArray list || list.Select(TextOf).ToList() is var texts && texts.Contains(null))
            return SdJwtFault.ReservedName;
        node.Remove(Digests);
        foreach (var digest in texts)
            if (Insert(node, digest!, top) is { } fault)
                return fault;
        return null;
    }

    private SdJwtFault? Insert(JsonObject node, string digest, bool top)
    {
        if (!seen.Add(digest))
            return SdJwtFault.DigestRepeated;
        // Without a disclosure it is one that the holder keeps, or a decoy.
        if (!waiting.Remove(digest, out var disclosure))
            return null;
        if (disclosure.Name is not { } name)
            return SdJwtFault.DisclosureShape;
        if (name is Digests or Element)
            return SdJwtFault.ReservedName;
        if (top && neverDisclosed.Contains(name))
            return SdJwtFault.NeverDisclosable;
        var value = disclosure.Value?.DeepClone();
        return node.TryAdd(name, value) ? Node(value, visibleOnly: false) : SdJwtFault.ClaimRepeated;
    }

    private SdJwtFault? Array(JsonArray array, bool visibleOnly)
    {
        for (var place = 0; place < array.Count; place++)
        {
            if (array[place] is not JsonObject reference || !reference.ContainsKey(Element))
            {
                if (Node(array[place], visibleOnly) is { } inside)
                    return inside;
                continue;
            }
            if (visibleOnly)
                return SdJwtFault.NeverDisclosable;
            if (reference.Count != 1 || TextOf(reference[Element]) is not { } digest)
                return SdJwtFault.ReservedName;
            if (!seen.Add(digest))
                return SdJwtFault.DigestRepeated;
            if (!waiting.Remove(digest, out var disclosure))
            {
                array.RemoveAt(place--);
                continue;
            }
            if (disclosure.Name is not null)
                return SdJwtFault.DisclosureShape;
            var value = disclosure.Value?.DeepClone();
            array[place] = value;
            if (Node(value, visibleOnly: false) is { } fault)
                return fault;
        }
        return null;
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
