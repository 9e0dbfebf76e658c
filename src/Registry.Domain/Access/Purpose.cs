namespace Registry.Domain.Access;

/// <summary>What data is looked at for. Stable codes; plain words are in the API's resource files.</summary>
public static class Purpose
{
    public const string OwnRequest = "own-request";
    public const string HolderDelegation = "holder-delegation";
    public const string CaseHandling = "case-handling";
    public const string CaseSupervision = "case-supervision";
    public const string LicenceMinting = "licence-minting";

    /// <summary>A batch that two officers approved mints the licence anew; nobody sees it.</summary>
    public const string LicenceReissue = "licence-reissue";
    public const string LicenceAdministration = "licence-administration";
    public const string Verification = "verification";

    /// <summary>What a holder shows of their own, from a wallet, to the officer who asked for it.</summary>
    public const string Presentation = "presentation";

    /// <summary>An officer at the window offers a holder their licence for a wallet, and sees nothing of it.</summary>
    public const string WindowOffer = "window-offer";
    public const string BreakGlass = "break-glass";
    public const string ObjectionHandling = "objection-handling";
    public const string Audit = "audit";

    /// <summary>An agency's own: by its data-protection officer.</summary>
    public const string ComplianceAudit = "compliance-audit";
    public const string CovertInquiry = "covert-inquiry";
    public const string Sharing = "sharing";
    public const string DataTracker = "data-tracker";
}
