namespace Registry.Domain.Access;

/// <summary>Why something may be done: recorded with every event.</summary>
/// <param name="Purpose">A stable code; plain words for it are in the API's resource files.</param>
/// <param name="LegalBasis">Statute and article.</param>
/// <param name="Step">What it serves: <c>case/&lt;id&gt;/&lt;status&gt;</c> or <c>licence/&lt;id&gt;</c>; null where nothing narrower exists.</param>
public sealed record Ground(string Purpose, string LegalBasis, string? Step)
{
    /// <summary>How the step of what a covert inquiry seals begins.</summary>
    public const string CovertStep = "covert/";

    /// <summary>Whether it is under a covert inquiry. Then the authority signs, because the key in the public entry would name the agency.</summary>
    public bool IsCovert => Step?.StartsWith(CovertStep, StringComparison.Ordinal) == true;

    public static Ground OwnRequest(string? step = null) =>
        new(Access.Purpose.OwnRequest, "《个人信息保护法》第四十五条", step);

    public static Ground HolderDelegation(string step) =>
        new(Access.Purpose.HolderDelegation, "《民法典》第一百六十一条", step);

    public static Ground CaseHandling(string step) =>
        new(Access.Purpose.CaseHandling, "《行政许可法》第三十四条", step);

    public static Ground CaseSupervision(string step) =>
        new(Access.Purpose.CaseSupervision, "《行政许可法》第六十条", step);

    public static Ground LicenceMinting(string step) =>
        new(Access.Purpose.LicenceMinting, "《行政许可法》第三十九条", step);

    public static Ground LicenceReissue(string step) =>
        new(Access.Purpose.LicenceReissue, "《行政许可法》第三十九条", step);

    public static Ground LicenceAdministration(string? step = null) =>
        new(Access.Purpose.LicenceAdministration, "《行政许可法》第六十一条", step);

    public static Ground Verification(string step) =>
        new(Access.Purpose.Verification, "《国务院关于在线政务服务的若干规定》第十条", step);

    /// <summary>The holder's consent, which the wallet asks for.</summary>
    public static Ground Presentation(string step) =>
        new(Access.Purpose.Presentation, "《个人信息保护法》第十三条第一项", step);

    /// <summary>The holder's consent, who stands at the window and takes the offer.</summary>
    public static Ground WindowOffer(string step) =>
        new(Access.Purpose.WindowOffer, "《个人信息保护法》第十三条第一项", step);

    public static Ground Erasure(string? step = null) =>
        new("erasure", "《个人信息保护法》第四十七条", step);

    public static Ground BreakGlass(string step) =>
        new(Access.Purpose.BreakGlass, "《个人信息保护法》第十三条第四项", step);

    /// <param name="basis">Of the kind of authority.</param>
    public static Ground CovertInquiry(string basis, string step) => new(Access.Purpose.CovertInquiry, basis, step);

    /// <param name="basis">Of the grant.</param>
    public static Ground Sharing(string basis, string step) => new(Access.Purpose.Sharing, basis, step);

    /// <summary>A person's own question, that a tracker brings.</summary>
    public static Ground DataTracker(string step) =>
        new(Access.Purpose.DataTracker, "《个人信息保护法》第四十五条", step);

    public static Ground ObjectionHandling(string step) =>
        new(Access.Purpose.ObjectionHandling, "《个人信息保护法》第五十条", step);

    public static Ground Audit(string? step = null) =>
        new(Access.Purpose.Audit, "《审计法》第三十四条", step);

    public static Ground ComplianceAudit(string? step = null) =>
        new(Access.Purpose.ComplianceAudit, "《个人信息保护法》第五十四条", step);

    public static Ground Administration() =>
        new("platform-administration", "《国务院关于在线政务服务的若干规定》第四条", Step: null);

    /// <summary>Somebody asked and had none; recorded with the refusal.</summary>
    public static Ground Absent(string step) => new("no-ground", "无", step);

    public static Ground RegisterImport(string register) =>
        new("register-import", "《国务院关于在线政务服务的若干规定》第十条", $"register/{register}");
}
