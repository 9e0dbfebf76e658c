namespace Registry.Domain.Directory;

public static class DirectoryDecider
{
    public static readonly Refusal RegionOutside = new("region-outside-authority");
    public static readonly Refusal ParentUnknown = new("region-parent-unknown");
    public static readonly Refusal RegionKnown = new("region-already-known");
    public static readonly Refusal AgencyKnown = new("agency-already-known");
    public static readonly Refusal AgencyRegionUnknown = new("agency-region-unknown");
    public static readonly Refusal AgencyUnknown = new("agency-unknown");
    public static readonly Refusal AlreadyEmpowered = new("agency-already-empowered");

    public static Decision<DirectoryEvent> AddRegion(AuthorityDirectory directory, DirectoryEvent.RegionAdded region)
    {
        if (directory.Regions.ContainsKey(region.Code))
            return RegionKnown;
        if (!directory.Authority.Contains(region.Code))
            return RegionOutside;
        if (region.Code.Parent is not { } parent || !directory.Regions.ContainsKey(parent))
            return ParentUnknown;
        return region;
    }

    public static Decision<DirectoryEvent> AddAgency(AuthorityDirectory directory, DirectoryEvent.AgencyAdded agency)
    {
        if (directory.Agencies.ContainsKey(agency.Code))
            return AgencyKnown;
        return directory.Regions.ContainsKey(agency.Region) ? agency : AgencyRegionUnknown;
    }

    public static Decision<DirectoryEvent> Empower(AuthorityDirectory directory, DirectoryEvent.AgencyEmpowered power)
    {
        if (!directory.Agencies.TryGetValue(power.Agency, out var agency))
            return AgencyUnknown;
        return agency.Class is null ? power : AlreadyEmpowered;
    }
}
