using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Domain.Tests.Access;

public sealed class Granting_access
{
    private static readonly Case OpenCase = Some.Case(CaseStatus.Accepted);
    private static readonly Licence Licence = Some.Licence(LicenceStatus.InForce);

    [Fact]
    public void the_applicant_and_the_holder_see_their_own()
    {
        AccessPolicy.OnCase(Citizen(Some.Holder), OpenCase).Refusal.ShouldBeNull();
        AccessPolicy.OnLicence(Citizen(Some.Holder), Licence).Ground.Purpose.ShouldBe("own-request");
        AccessPolicy.OnCase(Citizen(Some.Stranger), OpenCase).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnLicence(Citizen(Some.Stranger), Licence).Refusal.ShouldBe(AccessPolicy.NotYours);
    }

    [Fact]
    public void an_officer_sees_a_case_of_the_own_agency_and_area_while_it_is_open()
    {
        Read(Officer(Some.Agency, "340100"), OpenCase).Ground.Step.ShouldBe($"case/{OpenCase.Id}/Accepted");
        Read(Officer(Some.OtherAgency, "340100"), OpenCase).Refusal.ShouldBe(AccessPolicy.NotYours);
        Read(Officer(Some.Agency, "340104"), OpenCase).Refusal.ShouldBe(AccessPolicy.NotYours);
        Read(Officer(Some.Agency, "340100"), Some.Case(CaseStatus.Closed)).Refusal.ShouldBe(AccessPolicy.CaseClosed);
    }

    [Theory]
    [InlineData(Role.Caseworker, DutyKind.CaseHandling)]
    [InlineData(Role.IssuingOfficer, DutyKind.LicenceIssuing)]
    [InlineData(Role.Supervisor, DutyKind.Supervision)]
    public void an_officer_s_token_counts_only_while_the_directory_has_the_duty(Role role, DutyKind duty)
    {
        var actor = Officer(Some.Agency, "340100") with { Role = role };
        var @case = Some.Case(CaseStatus.Approved);
        AccessPolicy.OnCase(actor, @case, Charged(duty)).Refusal.ShouldBeNull();
        AccessPolicy.OnCase(actor, @case, Standing.None).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.OnCase(actor, @case).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.OnCase(actor, @case, Charged(DutyKind.DataProtection)).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.OnCase(actor, @case, new([new(Some.OtherAgency, Some.City, duty)])).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.OnCase(actor, @case, new([new(Some.Agency, RegionCode.Parse("340104"), duty)]))
            .Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
    }

    [Fact]
    public void an_assigned_case_is_its_officer_s_and_its_supervisor_s()
    {
        var @case = OpenCase with { Officer = "o" };
        var officer = Officer(Some.Agency, "340100");
        Read(officer, @case).Refusal.ShouldBeNull();
        Read(officer with { Id = "colleague" }, @case).Refusal.ShouldBe(AccessPolicy.NotAssigned);
        // Assigned, but suspended.
        AccessPolicy.OnCase(officer, @case, Standing.None).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.OnCase(officer with { Id = "s", Role = Role.Supervisor }, @case, Charged(DutyKind.Supervision))
            .Ground.Purpose.ShouldBe(Purpose.CaseSupervision);
    }

    [Theory]
    [InlineData(CaseStatus.Submitted, false)]
    [InlineData(CaseStatus.Accepted, false)]
    [InlineData(CaseStatus.Approved, true)]
    [InlineData(CaseStatus.LicenceIssued, true)]
    [InlineData(CaseStatus.Rejected, false)]
    public void an_issuing_officer_s_step_comes_after_the_approval(CaseStatus status, bool allowed) =>
        AccessPolicy.OnCase(
            Officer(Some.Agency, "340100") with { Role = Role.IssuingOfficer }, Some.Case(status), Charged(DutyKind.LicenceIssuing))
            .Refusal.ShouldBe(allowed ? null : AccessPolicy.NotYourStep);

    [Fact]
    public void a_licence_needs_the_duty_too()
    {
        var issuer = Officer(Some.Agency, "340100") with { Role = Role.IssuingOfficer };
        AccessPolicy.OnLicence(issuer, Licence, Charged(DutyKind.LicenceIssuing)).Refusal.ShouldBeNull();
        AccessPolicy.OnLicence(issuer, Licence, Standing.None).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.OnLicence(issuer with { Agency = Some.OtherAgency }, Licence, Charged(DutyKind.LicenceIssuing))
            .Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnLicence(new("v", Role.Verifier, Some.OtherAgency, Some.City, null), Licence, Charged(DutyKind.Verification))
            .Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
    }

    [Fact]
    public void a_verifier_sees_the_name_and_no_code()
    {
        var ruling = AccessPolicy.OnLicence(new("v", Role.Verifier, Some.Agency, Some.City, null), Licence, Charged(DutyKind.Verification));
        ruling.Allows(FieldTable.HolderName).ShouldBeTrue();
        ruling.Allows(FieldTable.HolderCode).ShouldBeFalse();
        ruling.Allows(FieldTable.Form).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Platform)]
    [InlineData(Role.DataProtectionOfficer)]
    public void those_who_run_the_platform_see_nobodys_data(Role role)
    {
        var actor = new Actor("a", role, Some.Agency, Some.City, Some.Holder);
        AccessPolicy.OnCase(actor, OpenCase).Refusal.ShouldNotBeNull();
        AccessPolicy.OnLicence(actor, Licence).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void a_refusal_allows_no_field()
    {
        var ruling = AccessPolicy.OnCase(Citizen(Some.Stranger), OpenCase);
        ruling.Fields.ShouldBeEmpty();
        ruling.Allows(FieldTable.HolderName).ShouldBeFalse();
        ruling.Ground.Purpose.ShouldBe("no-ground");
    }

    private static Actor Citizen(SubjectTag subject) => new("c", Role.Citizen, null, null, subject);

    private static AccessRuling Read(Actor actor, Case @case) => AccessPolicy.OnCase(actor, @case, Charged(DutyKind.CaseHandling));

    private static Standing Charged(DutyKind duty) => new([new(Some.Agency, Some.City, duty)]);

    private static Actor Officer(Uscc agency, string region) =>
        new("o", Role.Caseworker, agency, RegionCode.Parse(region), null);
}
