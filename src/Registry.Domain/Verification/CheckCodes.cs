using System.Text.Json;
using Registry.Domain.Licences;

namespace Registry.Domain.Verification;

/// <summary>The stable codes of checks. An identifier's fault has its own code, as in the problems of the API.</summary>
public static class CheckCodes
{
    /// <summary>Nothing to look at, because an earlier check found no licence that is the one presented.</summary>
    public const string NotChecked = "not-checked";

    public const string IdentifierSound = "identifier-sound";

    /// <summary>The directory knows the issuer. The licence names no version of a type that could say more (imported, or of old).</summary>
    public const string IssuerKnown = "issuer-known";

    /// <summary>The directory knows the issuer, and the version of the type that the licence follows names it.</summary>
    public const string IssuerMayIssue = "issuer-may-issue";
    public const string IssuerUnknown = "issuer-unknown";
    public const string IssuerNotNamed = "issuer-not-named";

    /// <summary>The authority's directory, or the licence's type, is not there to be asked.</summary>
    public const string IssuerUncheckable = "issuer-uncheckable";

    public const string StatusNotFound = "status-not-found";
    public const string StatusSuperseded = "status-superseded";

    public const string ValidityCurrent = "validity-current";
    public const string ValidityNotBegun = "validity-not-begun";
    public const string ValidityExpired = "validity-expired";

    public const string LogPublished = "log-published";

    /// <summary>
    /// Kept with the licence and waiting for its place under a published checkpoint, for no longer than that may take. A promise
    /// counts as inclusion until it is due, as in Certificate Transparency (RFC 6962 section 3, maximum merge delay).
    /// </summary>
    public const string LogPromised = "log-promised";
    public const string LogOverdue = "log-overdue";

    /// <summary>The newest event is neither in the log nor waiting for it: it was not written by this program.</summary>
    public const string LogMissing = "log-missing";

    public const string FreshnessCurrent = "freshness-current";
    public const string FreshnessNoCheckpoint = "freshness-no-checkpoint";

    /// <summary>The log is halted, falls behind, or nobody has confirmed it for too long.</summary>
    public const string FreshnessLogStopped = "freshness-log-stopped";

    public static string Of(LicenceStatus status) => "status-" + JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());
}
