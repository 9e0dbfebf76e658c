using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Registry.Domain.Access;
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
using Registry.Domain.Sharing;

namespace Registry.Domain.Events;

/// <summary>
/// Every event with the name it is stored and signed under, and its stored form. A shipped name or shape never changes: a
/// new shape is a new version with an upcast. Every event here is a leaf of the log.
/// </summary>
public static class StoredEvents
{
    public static readonly IReadOnlyDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(DirectoryEvent.AuthorityEstablished)] = "authority_established.v1",
        [typeof(DirectoryEvent.RegionAdded)] = "region_added.v1",
        [typeof(DirectoryEvent.AgencyAdded)] = "agency_added.v1",
        [typeof(DirectoryEvent.AgencyEmpowered)] = "agency_empowered.v1",
        [typeof(OfficerEvent.DutyGiven)] = "duty_given.v1",
        [typeof(OfficerEvent.DutyEnded)] = "duty_ended.v1",
        [typeof(SigningKeyEvent.Registered)] = "signing_key_registered.v1",
        [typeof(SigningKeyEvent.Certified)] = "signing_key_certified.v1",
        [typeof(SigningKeyEvent.Retired)] = "signing_key_retired.v1",
        [typeof(SigningKeyEvent.Compromised)] = "signing_key_compromised.v1",
        [typeof(SigningKeyEvent.Endorsed)] = "signing_key_endorsed.v1",
        [typeof(LogKeyEvent.Registered)] = "log_key_registered.v1",
        [typeof(LogKeyEvent.Introduced)] = "log_key_introduced.v1",
        [typeof(LogKeyEvent.Retired)] = "log_key_retired.v1",
        [typeof(LogKeyEvent.Compromised)] = "log_key_compromised.v1",
        [typeof(LogKeyEvent.Endorsed)] = "log_key_endorsed.v1",
        [typeof(EpochEvent.DiscontinuityRecorded)] = "log_discontinuity_recorded.v1",
        [typeof(ServiceItemEvent.Published)] = "service_item_published.v1",
        [typeof(ServiceItemEvent.Withdrawn)] = "service_item_withdrawn.v1",
        [typeof(LicenceTypeEvent.Drafted)] = "licence_type_drafted.v1",
        [typeof(LicenceTypeEvent.Published)] = "licence_type_published.v1",
        [typeof(LicenceTypeEvent.Rejected)] = "licence_type_rejected.v1",
        [typeof(CaseEvent.Submitted)] = "case_submitted.v1",
        [typeof(CaseEvent.Accepted)] = "case_accepted.v1",
        [typeof(CaseEvent.AcceptedBy)] = "case_accepted.v2",
        [typeof(CaseEvent.Assigned)] = "case_assigned.v1",
        [typeof(CaseEvent.Refused)] = "case_refused.v1",
        [typeof(CaseEvent.Approved)] = "case_approved.v1",
        [typeof(CaseEvent.Rejected)] = "case_rejected.v1",
        [typeof(CaseEvent.LicenceIssued)] = "case_licence_issued.v1",
        [typeof(CaseEvent.Withdrawn)] = "case_withdrawn.v1",
        [typeof(CaseEvent.CorrectionRequested)] = "case_correction_requested.v1",
        [typeof(CaseEvent.Corrected)] = "case_corrected.v1",
        [typeof(CaseEvent.CorrectionRefused)] = "case_correction_refused.v1",
        [typeof(CaseEvent.Closed)] = "case_closed.v1",
        [typeof(CaseEvent.Consented)] = "case_co_applicant_consented.v1",
        [typeof(CaseEvent.ConsentRecorded)] = "case_co_applicant_consent_recorded.v1",
        [typeof(CaseEvent.Declined)] = "case_co_applicant_declined.v1",
        [typeof(LicenceEvent.Minted)] = "licence_minted.v1",
        [typeof(LicenceEvent.MintedUnder)] = "licence_minted.v2",
        [typeof(LicenceEvent.MintedInBatch)] = "licence_batch_minted.v1",
        [typeof(LicenceEvent.Imported)] = "licence_imported.v1",
        [typeof(LicenceEvent.Renewed)] = "licence_renewed.v1",
        [typeof(LicenceEvent.Changed)] = "licence_changed.v1",
        [typeof(LicenceEvent.ChangedUnder)] = "licence_changed.v2",
        [typeof(LicenceEvent.Suspended)] = "licence_suspended.v1",
        [typeof(LicenceEvent.Restored)] = "licence_restored.v1",
        [typeof(LicenceEvent.Revoked)] = "licence_revoked.v1",
        [typeof(LicenceEvent.Cancelled)] = "licence_cancelled.v1",
        [typeof(LicenceEvent.Reissued)] = "licence_reissued.v1",
        [typeof(LicenceEvent.Corrected)] = "licence_corrected.v1",
        [typeof(LicenceEvent.Withdrawn)] = "licence_withdrawn.v1",
        [typeof(LicenceEvent.Lapsed)] = "licence_lapsed.v1",
        [typeof(LicenceEvent.TransferBegun)] = "licence_transfer_begun.v1",
        [typeof(LicenceEvent.TransferBegunTo)] = "licence_transfer_begun.v2",
        [typeof(LicenceEvent.TransferCancelled)] = "licence_transfer_cancelled.v1",
        [typeof(LicenceEvent.TransferCompleted)] = "licence_transfer_completed.v1",
        [typeof(LicenceEvent.TransferAccepted)] = "licence_transfer_completed.v2",
        [typeof(LicenceEvent.TransferredIn)] = "licence_transferred_in.v1",
        [typeof(LicenceEvent.TransferProposed)] = "licence_transfer_proposed.v1",
        [typeof(LicenceEvent.Proposed)] = "licence_operation_proposed.v1",
        [typeof(LicenceEvent.VersionProposed)] = "licence_version_proposed.v1",
        [typeof(LicenceEvent.Approved)] = "licence_operation_approved.v1",
        [typeof(LicenceEvent.Dismissed)] = "licence_operation_dismissed.v1",
        [typeof(LicenceCopyEvent.Made)] = "licence_copy_created.v1",
        [typeof(LicenceCopyEvent.Revoked)] = "licence_copy_revoked.v1",
        [typeof(LicenceSlotEvent.Taken)] = "licence_slot_taken.v1",
        [typeof(CredentialEvent.Minted)] = "credential_minted.v1",
        [typeof(CredentialEvent.Reported)] = "credential_reported.v1",
        [typeof(ErasureEvent.Requested)] = "erasure_requested.v1",
        [typeof(ErasureEvent.Approved)] = "erasure_approved.v1",
        [typeof(ErasureEvent.Refused)] = "erasure_refused.v1",
        [typeof(ErasureEvent.Withdrawn)] = "erasure_withdrawn.v1",
        [typeof(ErasureEvent.Erased)] = "subject_erased.v1",
        [typeof(DelegationEvent.Granted)] = "delegation_granted.v1",
        [typeof(DelegationEvent.Revoked)] = "delegation_revoked.v1",
        [typeof(EmergencyEvent.Asked)] = "emergency_asked.v1",
        [typeof(EmergencyEvent.Released)] = "emergency_released.v1",
        [typeof(EmergencyEvent.Ended)] = "emergency_ended.v1",
        [typeof(ObjectionEvent.Raised)] = "objection_raised.v1",
        [typeof(ObjectionEvent.Taken)] = "objection_taken.v1",
        [typeof(ObjectionEvent.Answered)] = "objection_answered.v1",
        [typeof(ObjectionEvent.Withdrawn)] = "objection_withdrawn.v1",
        [typeof(AuditRuleEvent.Defined)] = "audit_rule_defined.v1",
        [typeof(AuditRuleEvent.Changed)] = "audit_rule_changed.v1",
        [typeof(AuditRuleEvent.Retired)] = "audit_rule_retired.v1",
        [typeof(FindingEvent.Raised)] = "finding_raised.v1",
        [typeof(FindingEvent.Closed)] = "finding_closed.v1",
        [typeof(PersonListEvent.Added)] = "listed_person_added.v1",
        [typeof(PersonListEvent.Removed)] = "listed_person_removed.v1",
        [typeof(SubscriptionEvent.Subscribed)] = "notices_subscribed.v1",
        [typeof(SubscriptionEvent.Changed)] = "notices_changed.v1",
        [typeof(SubscriptionEvent.Ended)] = "notices_ended.v1",
        [typeof(CovertInquiryEvent.Requested)] = "covert_inquiry_requested.v1",
        [typeof(CovertInquiryEvent.Authorised)] = "covert_inquiry_authorised.v1",
        [typeof(CovertInquiryEvent.ExtensionRequested)] = "covert_inquiry_extension_requested.v1",
        [typeof(CovertInquiryEvent.Extended)] = "covert_inquiry_extended.v1",
        [typeof(CovertInquiryEvent.Ended)] = "covert_inquiry_ended.v1",
        [typeof(LicenceBatchEvent.ReissueProposed)] = "reissue_batch_proposed.v1",
        [typeof(LicenceBatchEvent.MintingProposed)] = "minting_batch_proposed.v1",
        [typeof(LicenceBatchEvent.Approved)] = "licence_batch_approved.v1",
        [typeof(LicenceBatchEvent.Ended)] = "licence_batch_ended.v1",
        [typeof(SharingGrantEvent.Proposed)] = "sharing_grant_proposed.v1",
        [typeof(SharingGrantEvent.Approved)] = "sharing_grant_approved.v1",
        [typeof(SharingGrantEvent.Revoked)] = "sharing_grant_revoked.v1",
        [typeof(AccessEvent.Disclosed)] = "access_disclosed.v1",
        [typeof(AccessEvent.Unmasked)] = "access_unmasked.v1",
        [typeof(AccessEvent.Searched)] = "access_searched.v1",
        [typeof(AccessEvent.Refused)] = "access_refused.v1",
    };

    /// <summary>The JSON of events and of the states they fold to: the store's own, so that a replay reads what it wrote.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly FrozenDictionary<string, Type> Types = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The event that data of this name stands for; personal values stay sealed. Null for a name or data of no event.</summary>
    public static object? Read(string name, JsonElement data)
    {
        if (!Types.TryGetValue(name, out var type))
            return null;
        try
        {
            return data.Deserialize(type, Json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}
