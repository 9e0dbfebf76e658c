using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Credentials;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.Epochs;
using Registry.Domain.Erasures;
using Registry.Domain.Items;
using Registry.Domain.Keys;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Notices;
using Registry.Domain.Objections;
using Case = Registry.Domain.Cases.Case;
using Registry.Domain.Sharing;

namespace Registry.Conventions.Tests.Events;

/// <summary>A fold gives the same state every time (invariant I4): no clock, no ids, nothing remembered.</summary>
public sealed class Folding_events
{
    [Fact]
    public void of_a_case_is_pure() => ShouldBePure<Case, CaseEvent>((state, fact) =>
        Case.Evolve(state, CaseId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_licence_is_pure() => ShouldBePure<Licence, LicenceEvent>((state, fact) =>
        Licence.Evolve(state, LicenceId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_service_item_is_pure() => ShouldBePure<ServiceItem, ServiceItemEvent>((state, fact) =>
        ServiceItem.Evolve(state, ServiceItemId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_licence_type_is_pure() => ShouldBePure<LicenceType, LicenceTypeEvent>((state, fact) =>
        LicenceType.Evolve(state, LicenceTypeId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_licence_s_place_is_pure() => ShouldBePure<LicenceSlot, LicenceSlotEvent>((state, fact) =>
        LicenceSlot.Evolve(state, LicenceSlotId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_copy_is_pure() => ShouldBePure<LicenceCopy, LicenceCopyEvent>((state, fact) =>
        LicenceCopy.Evolve(state, LicenceCopyId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_signing_key_is_pure() => ShouldBePure<SigningKey, SigningKeyEvent>((state, fact) =>
        SigningKey.Evolve(state, SigningKeyId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_log_key_is_pure() => ShouldBePure<LogKey, LogKeyEvent>((state, fact) =>
        LogKey.Evolve(state, LogKeyId.Of(Guid.Empty), fact));

    [Fact]
    public void of_an_epoch_is_pure() => ShouldBePure<Epoch, EpochEvent>((state, fact) =>
        Epoch.Evolve(state, EpochId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_directory_is_pure() => ShouldBePure<AuthorityDirectory, DirectoryEvent>((state, fact) =>
        AuthorityDirectory.Evolve(state, DirectoryId.Of(Guid.Empty), fact));

    [Fact]
    public void of_an_officer_s_duties_is_pure() => ShouldBePure<Officer, OfficerEvent>((state, fact) =>
        Officer.Evolve(state, OfficerId.Of(Guid.Empty), fact));

    [Fact]
    public void of_an_erasure_is_pure() => ShouldBePure<Erasure, ErasureEvent>((state, fact) =>
        Erasure.Evolve(state, ErasureId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_credential_is_pure() => ShouldBePure<Credential, CredentialEvent>((state, fact) =>
        Credential.Evolve(state, CredentialId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_delegation_is_pure() => ShouldBePure<Delegation, DelegationEvent>((state, fact) =>
        Delegation.Evolve(state, DelegationId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_covert_inquiry_is_pure() => ShouldBePure<CovertInquiry, CovertInquiryEvent>((state, fact) =>
        CovertInquiry.Evolve(state, CovertInquiryId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_sharing_grant_is_pure() => ShouldBePure<SharingGrant, SharingGrantEvent>((state, fact) =>
        SharingGrant.Evolve(state, SharingGrantId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_batch_is_pure() => ShouldBePure<LicenceBatch, LicenceBatchEvent>((state, fact) =>
        LicenceBatch.Evolve(state, LicenceBatchId.Of(Guid.Empty), fact));

    [Fact]
    public void of_an_emergency_is_pure() => ShouldBePure<Emergency, EmergencyEvent>((state, fact) =>
        Emergency.Evolve(state, EmergencyId.Of(Guid.Empty), fact));

    [Fact]
    public void of_an_objection_is_pure() => ShouldBePure<Objection, ObjectionEvent>((state, fact) =>
        Objection.Evolve(state, ObjectionId.Of(Guid.Empty), fact));

    [Fact]
    public void of_an_audit_rule_is_pure() => ShouldBePure<AuditRule, AuditRuleEvent>((state, fact) =>
        AuditRule.Evolve(state, AuditRuleId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_finding_is_pure() => ShouldBePure<Finding, FindingEvent>((state, fact) =>
        Finding.Evolve(state, FindingId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_list_of_persons_is_pure() => ShouldBePure<PersonList, PersonListEvent>((state, fact) =>
        PersonList.Evolve(state, PersonListId.Of(Guid.Empty), fact));

    [Fact]
    public void of_a_subscription_is_pure() => ShouldBePure<Subscription, SubscriptionEvent>((state, fact) =>
        Subscription.Evolve(state, SubscriptionId.Of(Guid.Empty), fact));

    // The samples of each union begin with an opening event; every later one that opens no stream is folded onto it, twice.
    private static void ShouldBePure<TState, TEvent>(Func<TState?, TEvent, TState> evolve) where TState : class
    {
        var facts = Samples.All.OfType<TEvent>().ToArray();
        var opening = evolve(null, facts[0]);
        Describe(evolve(null, facts[0])).ShouldBe(Describe(opening));
        var before = Describe(opening);
        foreach (var fact in facts.Skip(1).Where(fact => fact is not (LicenceEvent.MintedUnder or LicenceEvent.MintedInBatch
            or LicenceEvent.TransferredIn or LicenceEvent.Imported or LicenceBatchEvent.MintingProposed or LogKeyEvent.Introduced)))
        {
            Describe(evolve(opening, fact)).ShouldBe(Describe(evolve(opening, fact)));
            Describe(opening).ShouldBe(before, "the old state was changed");
        }
    }

    private static string Describe<TState>(TState state) => System.Text.Json.JsonSerializer.Serialize(state);
}
