using Registry.Domain.Cases;
using Registry.Domain.Personal;

namespace Registry.Domain.Emergencies;

/// <summary>Two people, a reason, a quarter of an hour.</summary>
public static class EmergencyDecider
{
    /// <summary>After this the glass is whole again; who still needs it asks again.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromMinutes(15);

    public static readonly Refusal OwnRequest = new("emergency-own-request");
    public static readonly Refusal AlreadyReleased = new("emergency-already-released");
    public static readonly Refusal Over = new("emergency-over");

    public static Decision<EmergencyEvent> Ask(Case @case, string officer, Remark reason) => new EmergencyEvent.Asked(
        @case.Id, @case.Agency, @case.Region, officer, Personal<Remark>.Of(@case.Application.Subject, reason));

    public static Decision<EmergencyEvent> Release(Emergency emergency, string by, DateTimeOffset now)
    {
        if (emergency.Officer == by)
            return OwnRequest;
        if (emergency.IsEnded)
            return Over;
        return emergency.Until is null ? new EmergencyEvent.Released(by, Seconds(now + Open)) : AlreadyReleased;
    }

    public static Decision<EmergencyEvent> End(Emergency emergency, string by, DateTimeOffset now) =>
        emergency.IsEnded || emergency.Until <= now ? Over : new EmergencyEvent.Ended(by, Seconds(now));

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
