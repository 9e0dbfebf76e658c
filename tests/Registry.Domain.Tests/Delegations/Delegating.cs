using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Delegations;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Delegations;

public sealed class Delegating
{
    private static readonly DelegationId Id = DelegationId.Of(new Guid("00000000-0000-4000-8000-000000000002"));
    private static readonly Party Company = new("徽味餐饮", HolderCodeType.Uscc, "91350100M000100Y43");
    private static readonly DateOnly Until = Some.Today.AddDays(10);

    [Fact]
    public void names_the_purposes_once_and_the_last_day()
    {
        var granted = Grant(purposes: [DelegatedPurpose.SubmitCases, DelegatedPurpose.ReadCases, DelegatedPurpose.ReadCases])
            .Events.ShouldHaveSingleItem().ShouldBeOfType<DelegationEvent.Granted>();
        granted.Purposes.ShouldBe([DelegatedPurpose.ReadCases, DelegatedPurpose.SubmitCases]);
        granted.Until.ShouldBe(Until);
        granted.Principal.Subject.ShouldBe(Some.Holder);
        granted.Delegate.ShouldBe(Some.Stranger);
    }

    [Fact]
    public void is_refused_to_oneself_without_a_purpose_into_the_past_and_for_ever()
    {
        Grant(to: Some.Holder).Refusal.ShouldBe(DelegationDecider.ToOneself);
        Grant(purposes: []).Refusal.ShouldBe(DelegationDecider.WithoutPurpose);
        Grant(until: Some.Today.AddDays(-1)).Refusal.ShouldBe(DelegationDecider.UntilPast);
        Grant(until: Some.Today).Refusal.ShouldBeNull();
        Grant(until: Some.Today.AddYears(3)).Refusal.ShouldBeNull();
        Grant(until: Some.Today.AddYears(3).AddDays(1)).Refusal.ShouldBe(DelegationDecider.TooLong);
    }

    [Fact]
    public void to_a_legal_representative_is_an_organisation_s_and_for_everything()
    {
        DelegationDecider.Grant(
            Some.Holder, Company, Some.Stranger, HolderCodeType.CitizenId, DelegationKind.LegalRepresentative, [], Until, Some.Today)
            .Events.ShouldHaveSingleItem().ShouldBeOfType<DelegationEvent.Granted>()
            .Purposes.ShouldBe(Enum.GetValues<DelegatedPurpose>());
        Grant(kind: DelegationKind.LegalRepresentative).Refusal.ShouldBe(DelegationDecider.NotAnOrganisation);
        DelegationDecider.Grant(
            Some.Holder, Company, Some.Stranger, HolderCodeType.Uscc, DelegationKind.LegalRepresentative, [], Until, Some.Today)
            .Refusal.ShouldBe(DelegationDecider.RepresentativeNotAPerson);
    }

    [Fact]
    public void can_be_revoked_once()
    {
        var delegation = Granted();
        var revoked = Delegation.Evolve(delegation, Id, DelegationDecider.Revoke(delegation, Some.Today).Events[0]);
        revoked.IsOpen(Some.Today).ShouldBeFalse();
        DelegationDecider.Revoke(revoked, Some.Today).Refusal.ShouldBe(DelegationDecider.AlreadyRevoked);
        Should.Throw<CorruptStreamException>(() => Delegation.Evolve(null, Id, new DelegationEvent.Revoked(Some.Today)));
    }

    [Fact]
    public void lets_the_delegate_see_what_it_names_of_the_principal_s_and_nothing_of_others()
    {
        var ruling = OnCase(Mandate(Granted()));
        ruling.Refusal.ShouldBeNull();
        ruling.Ground.ShouldBe(Ground.HolderDelegation($"delegation/{Id}"));
        ruling.Ground.Step.ShouldBe($"delegation/{Id}");
        ruling.ViewOf(FieldTable.HolderCode).ShouldBe(FieldView.Masked);

        // Named: reading cases. Not named: reading licences.
        AccessPolicy.OnLicence(Delegate, Some.Licence(LicenceStatus.InForce), new([], Mandate(Granted())))
            .Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
        var others = new Mandate(Id, new SubjectTag("somebody else"), [DelegatedPurpose.ReadCases]);
        OnCase(others).Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
    }

    [Fact]
    public void ends_with_its_last_day_with_its_revocation_and_counts_for_its_delegate_only()
    {
        OnCase(Mandate(Granted(), today: Until)).Refusal.ShouldBeNull();
        OnCase(Mandate(Granted(), today: Until.AddDays(1))).Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
        OnCase(Mandate(Granted() with { IsRevoked = true })).Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
        OnCase(Mandate(Granted(), caller: new SubjectTag("thief"))).Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
        OnCase(Mandate(Granted(), caller: null)).Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
        OnCase(Mandate(null)).Refusal.ShouldBe(AccessPolicy.DelegationNotValid);
    }

    [Fact]
    public void makes_the_one_who_names_it_act_for_nobody_else_not_even_for_themselves() =>
        AccessPolicy.OnCase(Delegate with { Subject = Some.Holder }, Some.Case(CaseStatus.Accepted), new([], Mandate(null)))
            .Refusal.ShouldBe(AccessPolicy.DelegationNotValid);

    [Fact]
    public void gives_officers_nothing() =>
        AccessPolicy.OnCase(
            new("o", Role.Caseworker, Some.Agency, Some.City, Some.Stranger), Some.Case(CaseStatus.Accepted), new([], Mandate(Granted())))
            .Refusal.ShouldBe(AccessPolicy.DutyNotHeld);

    [Fact]
    public void names_both_in_the_evidence() =>
        NamedSubjects.In(Grant().Events[0]).ShouldBe([Some.Holder, Some.Stranger], ignoreOrder: true);

    private static readonly Actor Delegate = new("d", Role.Citizen, null, null, Some.Stranger);

    private static AccessRuling OnCase(Mandate mandate) =>
        AccessPolicy.OnCase(Delegate, Some.Case(CaseStatus.Accepted), new([], mandate));

    private static Mandate Mandate(Delegation? delegation, DateOnly? today = null) =>
        Mandate(delegation, Some.Stranger, today);

    private static Mandate Mandate(Delegation? delegation, SubjectTag? caller, DateOnly? today = null) =>
        Domain.Access.Mandate.Of(Id, delegation, caller, today ?? Some.Today);

    private static Delegation Granted() => Delegation.Evolve(null, Id, Grant().Events[0]);

    private static Decision<DelegationEvent> Grant(
        SubjectTag? to = null, DelegationKind kind = DelegationKind.Agent, DelegatedPurpose[]? purposes = null, DateOnly? until = null) =>
        DelegationDecider.Grant(
            Some.Holder, Some.Person, to ?? Some.Stranger, HolderCodeType.CitizenId, kind, purposes ?? [DelegatedPurpose.ReadCases],
            until ?? Until, Some.Today);
}
