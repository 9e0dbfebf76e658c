using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Credentials;

/// <summary>A fact about one credential. What is thought of it afterwards is its licence's history.</summary>
public abstract record CredentialEvent
{
    private CredentialEvent() { }

    /// <param name="Licence">Whose version <paramref name="Version"/> it states.</param>
    /// <param name="Issuer">Whose key signed it, and whose list has its status.</param>
    /// <param name="List">Number of the issuer's status list.</param>
    /// <param name="Index">Its place in the list, which no other credential has.</param>
    /// <param name="Kid">Of the key that signed it.</param>
    /// <param name="Digest">SHA-256 of the issuer-signed JWT, hexadecimal: proves that it was made before the log came to this entry.</param>
    /// <param name="HolderKey">JWK thumbprint (RFC 7638) of the key that it is bound to; null for one bound to none.</param>
    /// <param name="Text">The credential with all its disclosures, so that who asks twice gets the same one.</param>
    public sealed record Minted(
        LicenceId Licence, int Version, Uscc Issuer, int List, int Index, string Kid, string Digest, string? HolderKey,
        Personal<CredentialText> Text) : CredentialEvent;

    /// <summary>The wallet that fetched it says what became of it. Nothing follows for the licence or the status.</summary>
    public sealed record Reported(WalletReport What) : CredentialEvent;
}

/// <summary>What a wallet says became of a credential (OpenID4VCI 1.0 section 11.1).</summary>
public enum WalletReport
{
    /// <summary><c>credential_accepted</c>: it is in the wallet.</summary>
    Accepted,

    /// <summary><c>credential_failure</c>: it could not be kept.</summary>
    Failed,

    /// <summary><c>credential_deleted</c>: the holder did not want it.</summary>
    Deleted,
}

/// <param name="SdJwt">Issued form: the JWT and every disclosure, each with a tilde behind it.</param>
public sealed record CredentialText(string SdJwt);
