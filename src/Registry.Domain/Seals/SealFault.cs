using System.Text.Json;

namespace Registry.Domain.Seals;

/// <summary>
/// Why a seal on a document is not accepted (GB/T 38540-2020 clause 7), in the order in which a reader looks: only the first is
/// told. Names never change once shipped, for <see cref="SealFaults.Code"/> is made of them.
/// </summary>
public enum SealFault
{
    /// <summary>Not DER of the structure, or something is left over.</summary>
    Malformed,

    /// <summary>Version 1 (GM/T 0031-2014): read by its shape and not accepted.</summary>
    VersionOne,

    /// <summary>Version 5 (GM/T 0031-2025): read by its header and not accepted.</summary>
    VersionFive,

    /// <summary>No version that is known.</summary>
    VersionUnknown,

    /// <summary>Another algorithm than SM2 with SM3.</summary>
    Algorithm,

    /// <summary>The signer's certificate did not make the outer signature.</summary>
    Signature,

    /// <summary>No trusted authority stands behind the signer's certificate, or it is not for signing.</summary>
    SignerChain,

    /// <summary>The signer's certificate, or one above it, was not valid when the seal was set.</summary>
    SignerExpired,

    /// <summary>The signer's certificate was called back by its authority.</summary>
    SignerRevoked,

    /// <summary>Whether a certificate was called back is not known: the authority's newest list that is at hand is over.</summary>
    RevocationUnknown,

    /// <summary>The seal was set later than now.</summary>
    TimeAhead,

    /// <summary>The signer's certificate is not one of those that the seal names.</summary>
    SignerNotListed,

    /// <summary>The seal's maker (制章者) did not sign it.</summary>
    MakerSignature,

    /// <summary>No trusted authority stands behind the maker's certificate, or it was not valid when the seal was made.</summary>
    MakerChain,

    /// <summary>The maker's certificate was called back by its authority.</summary>
    MakerRevoked,

    /// <summary>The seal was not valid when it was set.</summary>
    SealExpired,

    /// <summary>The seal was set on something else.</summary>
    DataHash,

    /// <summary>It has a time stamp, and there is nothing to judge it by.</summary>
    TimeStamp,
}

public static class SealFaults
{
    /// <summary>The stable code: <c>seal-</c> and the name in lower case with hyphens.</summary>
    public static string Code(this SealFault fault) => $"seal-{JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString())}";
}
