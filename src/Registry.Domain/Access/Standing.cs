using Registry.Domain.Directory;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Access;

/// <summary>
/// What the authority's directory and the delegations say of an actor at this moment. A token says who somebody is; what they are charged with can end
/// before it does.
/// </summary>
/// <param name="Mandate">The delegation that a citizen names as theirs to act under; null for one who acts for themselves.</param>
/// <param name="Covert">The covert inquiry that an officer names as theirs.</param>
/// <param name="Glass">The emergency access that an officer names as theirs; null for one who acts on a duty.</param>
/// <param name="Shared">The sharing grant that an officer names as theirs.</param>
/// <param name="Protectors">For an administrator: who is data-protection officer where, now.</param>
public sealed record Standing(
    IReadOnlyCollection<Duty> Duties, Mandate? Mandate = null, GlassBreak? Glass = null, CovertSight? Covert = null,
    IReadOnlyCollection<Protector>? Protectors = null, SharedSight? Shared = null)
{
    public static readonly Standing None = new([]);

    public bool Holds(DutyKind kind, Uscc agency, RegionCode region) =>
        Duties.Any(duty => duty.Kind == kind && duty.Agency == agency && duty.Region.Contains(region));

    /// <summary>In any area: a licence belongs to its issuer, not to an area.</summary>
    public bool Holds(DutyKind kind, Uscc agency) => Duties.Any(duty => duty.Kind == kind && duty.Agency == agency);

    /// <summary>
    /// Whether an objection goes up to the authority: there is no agency, or nobody in it is data-protection officer but who looked.
    /// </summary>
    public bool AnswersFor(Uscc? agency, string officer) =>
        Protectors is not null && !Protectors.Any(one => one.Agency == agency && one.Officer != officer);
}

/// <summary>A data-protection officer of an agency (《个人信息保护法》第五十二条).</summary>
public sealed record Protector(Uscc Agency, string Officer);
