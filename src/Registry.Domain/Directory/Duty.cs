using Registry.Domain.Identifiers;

namespace Registry.Domain.Directory;

/// <summary>What an officer may be charged with.</summary>
public enum DutyKind
{
    /// <summary>受理、审查: handling cases.</summary>
    CaseHandling,

    /// <summary>制证: minting licences and changing their state.</summary>
    LicenceIssuing,

    /// <summary>核验: inspecting licences that are presented.</summary>
    Verification,

    /// <summary>督办: supervising the agency's officers and who of them has which case.</summary>
    Supervision,

    /// <summary>个人信息保护负责人 (《个人信息保护法》第五十二条).</summary>
    DataProtection,

    /// <summary>侦查、调查: looking covertly, in an authority that may.</summary>
    Investigation,

    /// <summary>系统对接: a system of the agency's asks the sharing service.</summary>
    SharedAccess,
}

/// <summary>A duty in an agency and an area of it.</summary>
public sealed record Duty(Uscc Agency, RegionCode Region, DutyKind Kind);
