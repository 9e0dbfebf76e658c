using Registry.Domain.Identifiers;

namespace Registry.Domain.Directory;

/// <summary>A fact about a registry authority's directory: its regions and agencies.</summary>
public abstract record DirectoryEvent
{
    private DirectoryEvent() { }

    public sealed record AuthorityEstablished(RegionCode Code, LocalText Name) : DirectoryEvent;

    public sealed record RegionAdded(RegionCode Code, LocalText Name) : DirectoryEvent;

    /// <param name="ShortName">As used in the city, for example 公安局.</param>
    public sealed record AgencyAdded(Uscc Code, string ShortName, LocalText Name, RegionCode Region) : DirectoryEvent;

    /// <summary>An agency is an authority of a kind that may look covertly.</summary>
    public sealed record AgencyEmpowered(Uscc Agency, AuthorityClass Class) : DirectoryEvent;
}

public sealed record Region(RegionCode Code, LocalText Name);

/// <param name="Class">Set where it may look covertly.</param>
public sealed record Agency(Uscc Code, string ShortName, LocalText Name, RegionCode Region, AuthorityClass? Class = null);
