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

    [Theory]
    [InlineData(6, LicenceVerdict.Valid)]
    [InlineData(7, LicenceVerdict.NotYetValid)]
    public void a_licence_that_was_renewed_early_stays_valid_unless_there_is_a_gap(int from, LicenceVerdict expected)
    {
        var licence = Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(5));
        var renewed = Licence.Evolve(licence, licence.Id, new LicenceEvent.Renewed(
            licence.Identifier.NextVersion(), new(Some.Today, Some.Today.AddDays(from), Some.Today.AddYears(1)), Some.Face(), Source: null));
        LicenceVerification.Judge(renewed, 2, Some.Today).ShouldBe(expected);
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
