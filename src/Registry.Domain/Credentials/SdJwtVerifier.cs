using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>What a reader of an SD-JWT demands.</summary>
/// <param name="Type">The header's <c>typ</c>, exactly (RFC 8725 section 3.11).</param>
/// <param name="Leeway">Between clocks.</param>
/// <param name="KeyBinding">Null where none is demanded; the decision is the reader's, not that of who sends it (RFC 9901 section 7.3 step 1).</param>
/// <param name="NeverDisclosed">Top-level claims that must not be selectively disclosable.</param>
public sealed record SdJwtDemands(
    string Type, DateTimeOffset Now, TimeSpan Leeway, KeyBindingDemands? KeyBinding, IReadOnlySet<string> NeverDisclosed)
{
    /// <summary>Of a holder who has just been issued one: with a key binding it is somebody else's presentation.</summary>
    public bool AsIssued { get; init; }
}

/// <summary>Verification of an SD-JWT or SD-JWT+KB (RFC 9901 section 7).</summary>
public static class SdJwtVerifier
{
    /// <summary>The processed payload, or the first fault; never both.</summary>
    /// <param name="keyOf">The issuer's key for a JWT that is not verified yet, from what the reader trusts; null for none.</param>
    public static (JsonObject? Claims, SdJwtFault? Fault) Verify(string text, Func<Jws, IVerificationKey?> keyOf, SdJwtDemands demands)
    {
        ArgumentNullException.ThrowIfNull(keyOf);
        ArgumentNullException.ThrowIfNull(demands);
        var (parts, malformed) = SdJwt.Parse(text);
        if (parts is null)
            return (null, malformed);
        if (demands.AsIssued && parts.KeyBinding is not null)
            return (null, SdJwtFault.KeyBindingUnexpected);
        if (parts.Issued.Type != demands.Type)
            return (null, SdJwtFault.Type);
        if (keyOf(parts.Issued) is not { } key)
            return (null, SdJwtFault.UnknownKey);
        if (!parts.Issued.IsSignedBy(key))
            return (null, SdJwtFault.Signature);
        var (claims, fault) = DisclosedClaims.Process(parts, demands.NeverDisclosed);
        fault ??= Times(claims!, demands)
            ?? (demands.KeyBinding is { } binding ? KeyBinding.Check(parts, claims!, binding, demands.Now, demands.Leeway) : null);
        return fault is null ? (claims, null) : (null, fault);
    }

    private static SdJwtFault? Times(JsonObject claims, SdJwtDemands demands)
    {
        foreach (var name in (string[])["exp", "nbf", "iat"])
            if (claims.ContainsKey(name) && Jws.Seconds(claims, name) is null)
                return SdJwtFault.ClaimMissing;
        if (Jws.Seconds(claims, "exp") is { } end && (demands.Now - demands.Leeway).ToUnixTimeSeconds() >= end)
            return SdJwtFault.Expired;
        return Jws.Seconds(claims, "nbf") is { } start && (demands.Now + demands.Leeway).ToUnixTimeSeconds() < start
            ? SdJwtFault.NotYetValid
            : null;
    }
}
