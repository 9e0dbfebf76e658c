using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Emergencies;

/// <summary>A fact about one emergency access (应急查阅, "break the glass"). Closed: only nested records can derive.</summary>
public abstract record EmergencyEvent
{
    private EmergencyEvent() { }

    /// <summary>An officer needs a case of the agency that is not theirs to see, and says why.</summary>
    /// <param name="Officer">The identity provider's subject; a pseudonym.</param>
    public sealed record Asked(CaseId Case, Uscc Agency, RegionCode Region, string Officer, Personal<Remark> Reason) : EmergencyEvent;

    /// <summary>Another person of the agency, its supervisor or data-protection officer, lets them, for some minutes.</summary>
    /// <param name="By">The identity provider's subject; a pseudonym.</param>
    /// <param name="Until">The moment it ends by itself.</param>
    public sealed record Released(string By, DateTimeOffset Until) : EmergencyEvent;

    /// <summary>Before its time, by the officer who no longer needs it, or by one who may release it; also before anybody has.</summary>
    /// <param name="By">The identity provider's subject; a pseudonym.</param>
    public sealed record Ended(string By, DateTimeOffset At) : EmergencyEvent;
}
