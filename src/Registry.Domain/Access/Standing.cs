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
public sealed record Standing(IReadOnlyCollection<Duty> Duties, Mandate? Mandate = null, GlassBreak? Glass = null, CovertSight? Covert = null)
{
    public static readonly Standing None = new([]);

    public bool Holds(DutyKind kind, Uscc agency, RegionCode region) =>
        Duties.Any(duty => duty.Kind == kind && duty.Agency == agency && duty.Region.Contains(region));

    /// <summary>In any area: a licence belongs to its issuer, not to an area.</summary>
    public bool Holds(DutyKind kind, Uscc agency) => Duties.Any(duty => duty.Kind == kind && duty.Agency == agency);
}
