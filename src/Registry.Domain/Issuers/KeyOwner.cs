using Registry.Domain.Identifiers;

namespace Registry.Domain.Issuers;

/// <summary>
/// Whose a key is that signs credentials or certificates. Such a name is nobody's code, so that no entry of the log that is signed
/// with the key is ever taken for the agency's: a key has one purpose.
/// </summary>
public static class KeyOwner
{
    private const string CredentialPrefix = "credential-";
    private const string VerifierPrefix = "verifier-";
    private const string AuthorityPrefix = "licence-ca-";
    private const string ReceiptPrefix = "verification-";

    /// <summary>Of the key that signs an agency's credentials and status lists.</summary>
    public static string OfCredentials(Uscc agency) => $"{CredentialPrefix}{agency}";

    /// <summary>Of the key that signs the certificates of an authority's issuing agencies.</summary>
    public static string OfLicenceAuthority(RegionCode authority) => $"{AuthorityPrefix}{authority}";

    /// <summary>Of the key that signs an authority's receipts of verifications.</summary>
    public static string OfReceipts(RegionCode authority) => $"{ReceiptPrefix}{authority}";

    /// <summary>The agency whose credentials this owner's key signs; null for any other owner.</summary>
    public static Uscc? Issuer(string owner) =>
        owner.StartsWith(CredentialPrefix, StringComparison.Ordinal) && Uscc.TryParse(owner[CredentialPrefix.Length..], null, out var agency)
            ? agency
            : null;

    /// <summary>Of the key that signs what an authority's officers ask wallets for.</summary>
    public static string OfVerifier(RegionCode authority) => $"{VerifierPrefix}{authority}";

    public static bool IsVerifier(string owner) => owner.StartsWith(VerifierPrefix, StringComparison.Ordinal);

    public static bool IsLicenceAuthority(string owner) => owner.StartsWith(AuthorityPrefix, StringComparison.Ordinal);
}
