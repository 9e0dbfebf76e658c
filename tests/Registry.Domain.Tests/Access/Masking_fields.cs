using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Access;

public sealed class Masking_fields
{
    [Theory]
    [InlineData("340104199001010017", "340104********0017")]
    [InlineData("91340100MA2N4X5B7T", "913401********5B7T")]
    [InlineData("E12345678", "E1*****78")]
    [InlineData("1234567", "1*****7")]
    [InlineData("ABC", "***")]
    [InlineData("", "")]
    public void hides_the_middle_of_a_code(string code, string shown) => Mask.Code(code).ShouldBe(shown);

    [Theory]
    [InlineData("13800000000", "138****0000")]
    [InlineData("0551-62000000", "0551-****0000")]
    [InlineData("010-6200000", "010-***0000")]
    [InlineData("110", "***")]
    public void hides_the_middle_of_a_telephone_number(string phone, string shown) => Mask.Phone(phone).ShouldBe(shown);

    [Fact]
    public void has_a_row_for_every_purpose_that_opens_cases_and_licences() =>
        FieldTable.Purposes.Order().ShouldBe(
            // What a grant shows is in the grant. Who audits the lookers, and a tracker, see who looked and open nothing.
            typeof(Purpose).GetFields().Select(field => (string)field.GetValue(null)!)
                .Except([Purpose.ComplianceAudit, Purpose.DataTracker, Purpose.Sharing, Purpose.WindowOffer]).Order());

    [Theory]
    [InlineData(Purpose.OwnRequest, "holder.name holder.code phone form remarks")]
    [InlineData(Purpose.HolderDelegation, "holder.name holder.code:masked phone:masked form remarks")]
    [InlineData(Purpose.CaseHandling, "holder.name holder.code:masked phone:masked form remarks")]
    [InlineData(Purpose.CaseSupervision, "holder.name holder.code:masked form remarks")]
    [InlineData(Purpose.LicenceMinting, "holder.name holder.code form")]
    [InlineData(Purpose.LicenceAdministration, "holder.name holder.code:masked form remarks")]
    [InlineData(Purpose.Verification, "holder.name")]
    [InlineData(Purpose.Presentation, "holder.name holder.code form")]
    [InlineData(Purpose.BreakGlass, "holder.name holder.code phone form remarks")]
    [InlineData(Purpose.ObjectionHandling, "remarks")]
    [InlineData(Purpose.Audit, "holder.name holder.code:masked phone:masked form remarks")]
    public void shows_each_purpose_what_it_needs_and_no_more(string purpose, string fields) =>
        FieldTable.Of(purpose).ShouldBe(fields.Split(' '));

    [Fact]
    public void shows_a_value_as_the_ruling_says()
    {
        var ruling = AccessPolicy.OnCase(Officer, Some.Case(CaseStatus.Accepted), Charged);
        ruling.Show(FieldTable.HolderCode, "340104199001010017").ShouldBe("340104********0017");
        ruling.Show(FieldTable.HolderName, "王芳").ShouldBe("王芳");
        ruling.Show(FieldTable.Phone, null).ShouldBeNull();
        ruling.Show(FieldTable.History, "x").ShouldBeNull();
        ruling.Allows(FieldTable.HolderCode).ShouldBeFalse();
        ruling.MaskedFields.ShouldBe([FieldTable.HolderCode, FieldTable.Phone]);
        (ruling with { Refusal = AccessPolicy.NotYours }).Show(FieldTable.HolderName, "王芳").ShouldBeNull();
    }

    [Theory]
    [InlineData(CaseStatus.Submitted, FieldTable.HolderCode, "identity-check")]
    [InlineData(CaseStatus.Accepted, FieldTable.Phone, "applicant-contact")]
    [InlineData(CaseStatus.Approved, FieldTable.Phone, "decision-delivery")]
    public void is_lifted_for_one_field_that_the_step_needs(CaseStatus step, string field, string need)
    {
        var ruling = AccessPolicy.OnField(Officer, Some.Case(step), field, Charged);
        ruling.Refusal.ShouldBeNull();
        ruling.Need.ShouldBe(need);
        ruling.Fields.ShouldBe([field]);
        ruling.Ground.Step.ShouldBe($"case/{Some.CaseId}/{step}");
    }

    [Theory]
    [InlineData(CaseStatus.Approved, FieldTable.HolderCode)]
    [InlineData(CaseStatus.Withdrawn, FieldTable.Phone)]
    [InlineData(CaseStatus.Submitted, FieldTable.Form)]
    public void is_not_lifted_for_a_step_that_does_not_need_it(CaseStatus step, string field)
    {
        var ruling = AccessPolicy.OnField(Officer, Some.Case(step), field, Charged);
        ruling.Refusal.ShouldBe(AccessPolicy.FieldNotNeeded);
        ruling.Fields.ShouldBeEmpty();
        ruling.Need.ShouldBeNull();
    }

    [Fact]
    public void is_not_lifted_for_those_without_a_ground_or_without_a_step()
    {
        AccessPolicy.OnField(Officer with { Agency = Some.OtherAgency }, Some.Case(CaseStatus.Accepted), FieldTable.Phone, Charged)
            .Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnField(Officer, Some.Case(CaseStatus.Closed), FieldTable.Phone, Charged).Refusal.ShouldBe(AccessPolicy.CaseClosed);
        AccessPolicy.OnField(new("a", Role.Auditor, null, Some.City, null), Some.Case(CaseStatus.Accepted), FieldTable.Phone, Charged)
            .Refusal.ShouldBe(AccessPolicy.FieldNotNeeded);
    }

    private static readonly Standing Charged = new([new(Some.Agency, Some.City, DutyKind.CaseHandling)]);
    private static readonly Actor Officer = new("o", Role.Caseworker, Some.Agency, RegionCode.Parse("340100"), null);
}
