using Registry.Domain.Licences;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Judging_a_presented_licence
{
    [Theory]
    [InlineData(LicenceStatus.InForce, 1, LicenceVerdict.Valid)]
    [InlineData(LicenceStatus.Suspended, 1, LicenceVerdict.Suspended)]
    [InlineData(LicenceStatus.Cancelled, 1, LicenceVerdict.Cancelled)]
    [InlineData(LicenceStatus.Revoked, 1, LicenceVerdict.Revoked)]
    public void the_state_speaks_first(LicenceStatus status, int version, LicenceVerdict expected) =>
        LicenceVerification.Judge(Some.Licence(status, Some.Today), version, Some.Today).ShouldBe(expected);

    [Fact]
    public void the_last_day_of_validity_is_valid_and_the_next_is_not()
    {
        var licence = Some.Licence(LicenceStatus.InForce, Some.Today);
        LicenceVerification.Judge(licence, 1, Some.Today).ShouldBe(LicenceVerdict.Valid);
        LicenceVerification.Judge(licence, 1, Some.Today.AddDays(1)).ShouldBe(LicenceVerdict.Expired);
        LicenceVerification.Judge(licence, 1, Some.Today.AddDays(-1)).ShouldBe(LicenceVerdict.NotYetValid);
    }

    [Fact]
    public void an_older_version_is_superseded_but_of_a_revoked_licence_it_is_revoked()
    {
        LicenceVerification.Judge(Some.Licence(LicenceStatus.InForce, version: 2), 1, Some.Today)
            .ShouldBe(LicenceVerdict.Superseded);
        LicenceVerification.Judge(Some.Licence(LicenceStatus.Revoked, version: 2), 1, Some.Today)
            .ShouldBe(LicenceVerdict.Revoked);
    }
}
