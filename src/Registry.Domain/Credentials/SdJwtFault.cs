namespace Registry.Domain.Credentials;

/// <summary>Why an SD-JWT is not accepted; one for each MUST of RFC 9901 section 7 and of SD-JWT VC.</summary>
public enum SdJwtFault
{
    /// <summary>Not of the form, not canonical base64url, no JSON, a member twice, too long, or a critical header.</summary>
    Malformed,

    /// <summary>The header's <c>typ</c> is not the one asked for.</summary>
    Type,

    /// <summary>No key is known for the issuer and key that it names.</summary>
    UnknownKey,

    /// <summary>Not signed by that key with its algorithm; <c>none</c> is never one.</summary>
    Signature,

    /// <summary><c>_sd_alg</c> is not <c>sha-256</c>.</summary>
    HashAlgorithm,

    /// <summary>A digest stands in it twice, or a disclosure was sent twice.</summary>
    DigestRepeated,

    /// <summary>A disclosure that no digest refers to.</summary>
    DisclosureUnreferenced,

    /// <summary>A claim's digest refers to an array element's disclosure, or the other way round.</summary>
    DisclosureShape,

    /// <summary>A disclosed claim is called <c>_sd</c> or <c>...</c>, or the payload uses one of them otherwise than for digests.</summary>
    ReservedName,

    /// <summary>A disclosed claim is there already.</summary>
    ClaimRepeated,

    /// <summary>A claim that must always be visible is selectively disclosable (SD-JWT VC section 2.2.2.3).</summary>
    NeverDisclosable,

    /// <summary>A claim that the profile requires is missing or not of its kind.</summary>
    ClaimMissing,

    /// <summary><c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>nbf</c> is still to come.</summary>
    NotYetValid,

    /// <summary>Asked for and not sent; or sent where an issuer hands over a fresh one (RFC 9901 section 7.2).</summary>
    KeyBindingMissing,
    KeyBindingUnexpected,

    /// <summary>There is no <c>cnf</c> with a key that this build knows.</summary>
    KeyBindingKey,
    KeyBindingMalformed,

    /// <summary>Its <c>typ</c> is not <c>kb+jwt</c>.</summary>
    KeyBindingType,
    KeyBindingSignature,
    KeyBindingAudience,
    KeyBindingNonce,

    /// <summary>Its <c>iat</c> is too old or ahead of the clock.</summary>
    KeyBindingTime,

    /// <summary>It is over other disclosures than were sent.</summary>
    KeyBindingHash,
}
