namespace Registry.Domain.Credentials.Checking;

/// <summary>Stable codes of what a check of a licence's credential or document answers. A shipped code never changes its meaning.</summary>
public static class CheckCodes
{
    public const string IntegrityOk = "integrity-ok";

    /// <summary>No SD-JWT VC, or disclosures that do not belong to it.</summary>
    public const string Malformed = "malformed";
    public const string BadSignature = "bad-signature";

    public const string IssuerOk = "issuer-ok";

    /// <summary>No key is at hand that the issuer named is known to have.</summary>
    public const string UnknownIssuer = "unknown-issuer";

    /// <summary>Somebody else may have held the key, and nothing shows that the credential was made before.</summary>
    public const string KeyCompromised = "key-compromised";

    /// <summary>The key was compromised later; the log shows that the credential was made before.</summary>
    public const string BeforeCompromise = "made-before-compromise";

    public const string StatusValid = "status-valid";
    public const string Revoked = "revoked";
    public const string Suspended = "suspended";

    /// <summary>No status list is at hand, or not the one that the credential names.</summary>
    public const string StatusUnavailable = "status-unavailable";

    /// <summary>The list has expired, or is from the future: what it says is not known any more.</summary>
    public const string StatusExpired = "status-expired";

    /// <summary>Not signed by the issuer, or no list.</summary>
    public const string StatusUntrusted = "status-untrusted";

    public const string ValidityOk = "validity-ok";
    public const string Expired = "expired";
    public const string NotYetValid = "not-yet-valid";

    public const string Logged = "logged";
    public const string LogKeyMissing = "log-key-missing";

    /// <summary>The holder did not show it, or it has none.</summary>
    public const string LogReceiptMissing = "log-receipt-missing";

    /// <summary>It proves nothing, or something about another licence.</summary>
    public const string LogReceiptWrong = "log-receipt-wrong";

    public const string HolderOk = "holder-ok";

    /// <summary>Whoever showed it did not prove to have the key that it is bound to.</summary>
    public const string HolderUnproven = "holder-unproven";

    /// <summary>A proof by another key or of another kind, or one over other disclosures than were shown.</summary>
    public const string HolderProofWrong = "holder-proof-wrong";

    /// <summary>A proof that was made for another verifier.</summary>
    public const string HolderAudience = "holder-audience-mismatch";

    /// <summary>A proof that was made for another request: shown before, perhaps.</summary>
    public const string HolderNonce = "holder-nonce-mismatch";

    /// <summary>A proof that is too old, or from the future.</summary>
    public const string HolderTime = "holder-proof-time";

    public const string AsAsked = "as-asked";

    /// <summary>Of another type than the reader asked for.</summary>
    public const string TypeNotAsked = "type-not-asked";

    /// <summary>Something that the reader asked for is not shown.</summary>
    public const string ClaimsWithheld = "claims-withheld";

    /// <summary>A copy (加注件) whose time is over, whatever its licence is.</summary>
    public const string CopyOver = "copy-over";

    /// <summary>A copy that its holder or the issuer took back.</summary>
    public const string CopyRevoked = "copy-revoked";

    /// <summary>A copy that the registry of its issuer does not know.</summary>
    public const string CopyUnknown = "copy-unknown";

    /// <summary>No OFD, no PDF and no credential.</summary>
    public const string FileKindUnknown = "file-kind-unknown";

    /// <summary>Signed or sealed, though not by the body that issued the licence.</summary>
    public const string SignerNotIssuer = "signer-not-issuer";

    /// <summary>What it would need is not known because something before it failed.</summary>
    public const string NotChecked = "not-checked";
}
