using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>The profile of SD-JWT for credentials (draft-ietf-oauth-sd-jwt-vc-18 section 2).</summary>
public static class SdJwtVc
{
    public const string Type = "dc+sd-jwt";

    /// <summary>Claims that everybody sees, with all that is in them (section 2.2.2.3).</summary>
    public static readonly FrozenSet<string> NeverDisclosed =
        FrozenSet.Create(StringComparer.Ordinal, "iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status");

    /// <summary>As <see cref="SdJwtVerifier.Verify"/>, with the type and the claims of the profile: <c>vct</c> is required, <c>iss</c> is text.</summary>
    public static (JsonObject? Claims, SdJwtFault? Fault) Verify(
        string text, Func<Jws, IVerificationKey?> keyOf, DateTimeOffset now, TimeSpan leeway, KeyBindingDemands? keyBinding)
    {
        var (claims, fault) = SdJwtVerifier.Verify(text, keyOf, new(Type, now, leeway, keyBinding, NeverDisclosed));
        if (claims is null)
            return (null, fault);
        return string.IsNullOrEmpty(Jws.Text(claims, "vct")) || claims.ContainsKey("iss") && Jws.Text(claims, "iss") is null
            ? (null, SdJwtFault.ClaimMissing)
            : (claims, null);
    }
}
