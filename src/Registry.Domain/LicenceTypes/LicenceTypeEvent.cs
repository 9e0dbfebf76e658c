using Registry.Domain.Identifiers;

namespace Registry.Domain.LicenceTypes;

/// <summary>A fact about one licence type. Closed: only nested records can derive. All of it is public.</summary>
public abstract record LicenceTypeEvent
{
    private LicenceTypeEvent() { }

    /// <summary>Somebody proposed the first version or a further one. Nothing is minted by it.</summary>
    /// <param name="By">Staff id, as in the event's metadata: nobody publishes a draft of their own.</param>
    public sealed record Drafted(LicenceTypeCode Code, LicenceTypeDefinition Definition, string By) : LicenceTypeEvent;

    /// <summary>By somebody else: from now on new licences follow the draft, which is the type's newest version.</summary>
    /// <param name="Version">1, 2, … without gaps.</param>
    public sealed record Published(int Version, string By, DateOnly On) : LicenceTypeEvent;

    /// <summary>The draft was dropped, by who proposed it or by somebody else.</summary>
    public sealed record Rejected(string By) : LicenceTypeEvent;
}
