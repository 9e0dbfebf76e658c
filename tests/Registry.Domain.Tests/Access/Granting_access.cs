using Registry.Domain.Access;
using Registry.Domain.Cases;
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
        AccessPolicy.OnCase(Officer(Some.Agency, "340100"), OpenCase).Ground.Step.ShouldBe($"case/{OpenCase.Id}/Accepted");
        AccessPolicy.OnCase(Officer(Some.OtherAgency, "340100"), OpenCase).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnCase(Officer(Some.Agency, "340104"), OpenCase).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnCase(Officer(Some.Agency, "340100"), Some.Case(CaseStatus.Closed)).Refusal.ShouldBe(AccessPolicy.CaseClosed);
    }

    [Fact]
    public void a_verifier_sees_the_name_and_no_code()
    {
        var ruling = AccessPolicy.OnLicence(new("v", Role.Verifier, Some.OtherAgency, Some.City, null), Licence);
        ruling.Allows(FieldTable.HolderName).ShouldBeTrue();
        ruling.Allows(FieldTable.HolderCode).ShouldBeFalse();
        ruling.Allows(FieldTable.Form).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Platform)]
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

    private static Actor Officer(Uscc agency, string region) =>
        new("o", Role.Caseworker, agency, RegionCode.Parse(region), null);
}
