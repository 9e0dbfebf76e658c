using Registry.Domain.Cases;
using Registry.Domain.Emergencies;

namespace Registry.Domain.Access;

/// <summary>
/// The emergency access that an officer names as theirs, as it stands now. Whoever names one sees by it or not at all.
/// </summary>
/// <param name="Case">The case it opens; null where there is no such access, or it is not the officer's, not released, or over.</param>
public sealed record GlassBreak(EmergencyId Id, CaseId? Case)
{
    /// <summary>What an access under it names as its step.</summary>
    public string Step => $"emergency/{Id}";

    public static GlassBreak Of(EmergencyId id, Emergency? emergency, string officer, DateTimeOffset now) =>
        new(id, emergency?.Covers(officer, emergency.Case, now) == true ? emergency.Case : null);
}
