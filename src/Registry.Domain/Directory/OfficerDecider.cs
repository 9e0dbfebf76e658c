namespace Registry.Domain.Directory;

public static class OfficerDecider
{
    public static readonly Refusal AgencyUnknown = new("duty-agency-unknown");
    public static readonly Refusal RegionUnknown = new("duty-region-unknown");
    public static readonly Refusal AlreadyHeld = new("duty-already-held");
    public static readonly Refusal NotHeld = new("duty-not-held");

    /// <param name="officer">Null for one who has no duty yet.</param>
    public static Decision<OfficerEvent> Give(Officer? officer, AuthorityDirectory directory, string name, Duty duty)
    {
        if (!directory.Agencies.ContainsKey(duty.Agency))
            return AgencyUnknown;
        if (!directory.Regions.ContainsKey(duty.Region))
            return RegionUnknown;
        return officer?.Duties.Contains(duty) == true ? AlreadyHeld : new OfficerEvent.DutyGiven(name, duty);
    }

    public static Decision<OfficerEvent> End(Officer officer, Duty duty) =>
        officer.Duties.Contains(duty) ? new OfficerEvent.DutyEnded(duty) : NotHeld;
}
