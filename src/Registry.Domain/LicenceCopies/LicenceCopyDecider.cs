using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.LicenceCopies;

/// <summary>制作 → 撤销 | 到期. A copy says no more than its licence does: it is made of one that is valid, and for no longer than a year.</summary>
public static class LicenceCopyDecider
{
    /// <summary>Who needs it for longer makes another; an old copy in a drawer should not stay good.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public static readonly Refusal NotValid = new("copy-licence-not-valid");
    public static readonly Refusal UntilPast = new("copy-until-past");
    public static readonly Refusal UntilTooLate = new("copy-until-too-late");
    public static readonly Refusal AfterGrant = new("copy-after-grant");
    public static readonly Refusal AlreadyRevoked = new("copy-already-revoked");
    public static readonly Refusal Over = new("copy-over");

    public static Decision<LicenceCopyEvent> Make(
        Licence licence, CopyNote note, CopyMaker maker, DateTimeOffset until, DateTimeOffset now, DateOnly today)
    {
        if (LicenceVerification.Judge(licence, licence.Identifier.Version, today) is not LicenceVerdict.Valid)
            return NotValid;
        if (until <= now)
            return UntilPast;
        if (until > now + Longest)
            return UntilTooLate;
        return new LicenceCopyEvent.Made(
            licence.Id, licence.Identifier, maker, Personal<CopyNote>.Of(licence.Face.Subject, note), Seconds(now), Seconds(until));
    }

    /// <summary>For a system of another agency: no copy outlives the grant that it was made under.</summary>
    /// <param name="grantEnds">When the grant's last day is over.</param>
    public static Decision<LicenceCopyEvent> MakeUnderGrant(
        Licence licence, CopyNote note, DateTimeOffset until, DateTimeOffset grantEnds, DateTimeOffset now, DateOnly today) =>
        until > grantEnds ? AfterGrant : Make(licence, note, CopyMaker.Grantee, until, now, today);

    public static Decision<LicenceCopyEvent> Revoke(LicenceCopy copy, CopyMaker by, DateTimeOffset now) =>
        copy.RefuseUse(now) is { } refusal ? refusal : new LicenceCopyEvent.Revoked(by, Seconds(now));

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
