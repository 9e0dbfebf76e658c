using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sharing;

namespace Registry.Domain.Access;

/// <summary>The sharing grant that an officer names as theirs, as it stands now. Whoever names one sees by it or not at all.</summary>
/// <param name="Grant">Null where there is none, or it is another agency's, not open today, or its type is shared no more.</param>
public sealed record SharedSight(SharingGrantId Id, SharingGrant? Grant)
{
    /// <summary>How the step of what is seen under a grant begins.</summary>
    public const string StepStart = "sharing-grant/";

    /// <summary>What an access under it names as its step.</summary>
    public string Step => StepStart + Id;

    /// <param name="type">The grant's; null where there is none.</param>
    public static SharedSight Of(SharingGrantId id, SharingGrant? grant, LicenceType? type, Uscc? recipient, DateOnly today) => new(
        id, grant is not null && grant.Recipient == recipient && grant.IsOpen(today) && type?.InForce?.IsShared == true ? grant : null);

    public bool Covers(Licence licence) => Grant?.Owner == licence.Issuer && Grant?.Type == licence.Identifier.Type;

    /// <summary>The fields as rulings and access events name them.</summary>
    public IReadOnlyList<string> Fields =>
        [.. (Grant?.Fields ?? []).Select(name => name is FieldTable.HolderName or FieldTable.HolderCode ? name : FieldTable.FormField(name))];
}
