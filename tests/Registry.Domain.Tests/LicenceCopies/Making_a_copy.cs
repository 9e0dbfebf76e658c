using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.LicenceCopies;

public sealed class Making_a_copy
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);
    private static readonly CopyNote Note = new("合肥市房产局", "办理租赁备案");

    [Fact]
    public void is_for_a_valid_licence_only()
    {
        Make(Some.Licence(LicenceStatus.InForce)).Refusal.ShouldBeNull();
        foreach (var status in (LicenceStatus[])[LicenceStatus.Suspended, LicenceStatus.Revoked, LicenceStatus.Leaving, LicenceStatus.Lapsed])
            Make(Some.Licence(status)).Refusal.ShouldBe(LicenceCopyDecider.NotValid);
        Make(Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(-1))).Refusal.ShouldBe(LicenceCopyDecider.NotValid);
    }

    [Fact]
    public void is_for_a_time_to_come_and_a_year_at_most()
    {
        var licence = Some.Licence(LicenceStatus.InForce);
        Make(licence, Now).Refusal.ShouldBe(LicenceCopyDecider.UntilPast);
        Make(licence, Now + LicenceCopyDecider.Longest).Refusal.ShouldBeNull();
        Make(licence, Now + LicenceCopyDecider.Longest + TimeSpan.FromSeconds(1)).Refusal.ShouldBe(LicenceCopyDecider.UntilTooLate);
    }

    [Fact]
    public void under_a_grant_is_the_grantee_s_and_ends_with_the_grant()
    {
        var (licence, ends) = (Some.Licence(LicenceStatus.InForce), Now.AddDays(3));
        Under(ends).Events.ShouldHaveSingleItem().ShouldBeOfType<LicenceCopyEvent.Made>().Maker.ShouldBe(CopyMaker.Grantee);
        Under(ends.AddSeconds(1)).Refusal.ShouldBe(LicenceCopyDecider.AfterGrant);

        Decision<LicenceCopyEvent> Under(DateTimeOffset until) =>
            LicenceCopyDecider.MakeUnderGrant(licence, Note, until, ends, Now, Some.Today);
    }

    [Fact]
    public void can_be_taken_back_once_and_before_its_time()
    {
        var made = Make(Some.Licence(LicenceStatus.InForce)).Events.ShouldHaveSingleItem();
        var copy = LicenceCopy.Evolve(state: null, LicenceCopyId.Of(Guid.Empty), made);
        LicenceCopyDecider.Revoke(copy, CopyMaker.Holder, Now.AddDays(7)).Refusal.ShouldBe(LicenceCopyDecider.Over);
        var revoked = LicenceCopy.Evolve(copy, copy.Id, LicenceCopyDecider.Revoke(copy, CopyMaker.Holder, Now).Events.ShouldHaveSingleItem());
        LicenceCopyDecider.Revoke(revoked, CopyMaker.Holder, Now).Refusal.ShouldBe(LicenceCopyDecider.AlreadyRevoked);
    }

    private static Decision<LicenceCopyEvent> Make(Licence licence, DateTimeOffset? until = null) =>
        LicenceCopyDecider.Make(licence, Note, CopyMaker.Officer, until ?? Now.AddDays(7), Now, Some.Today);
}
