using Registry.Domain;
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
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.Keys;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Notices;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;
using Registry.Projections;

namespace Registry.Conventions.Tests.Events;

/// <summary>One event of each kind, every optional member set, personal values sealed with fixed bytes.</summary>
internal static class Samples
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly string Digest = new('a', 64);
    private static readonly SubjectTag Subject = new("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    private static readonly RegionCode Region = RegionCode.Parse("340100");
    private static readonly Uscc Agency = Uscc.Parse("11340100MB1AC012X9");
    private static readonly ItemCode Item = ItemCode.Parse("11340100MB1AC012X93340131001001");
    private static readonly LocalText Name = new("名称 𠮷", "Name");
    private static readonly LicenceIdentifier Identifier =
        LicenceIdentifier.Mint(LicenceTypeCode.Parse("11340100MB1AC012X9001"), Agency, "0123456789ABCDEFGHIJ", 1);
    private static readonly Term Term = new(Day, Day, Day.AddYears(1));
    private static readonly SourceRow Source = new("register-1", "17", Digest);
    private static readonly Personal<Remark> Reason = Sealed<Remark>("reason");
    private static readonly Personal<LicenceFace> Face = Sealed<LicenceFace>("face");

    private static readonly LicenceSlotId Slot = LicenceSlotId.Of(new Guid("00000000-0000-8000-8000-000000000003"));
    private static readonly LicenceTypeDefinition Type = new(
        Name, [new("trade", Name, FaceFieldKind.Text, Required: true, MaxLength: 40, [new("retail", Name)], Disclosable: true)],
        new(ValidityKind.Years, 5, Day), new([Agency], [Region]), "template-1", new(SharingClass.NotShared, Name), new("trade"),
        [LicenceOperation.Revoke]);

    public static readonly IReadOnlyList<object> All =
    [
        new DirectoryEvent.AuthorityEstablished(Region, Name),
        new DirectoryEvent.RegionAdded(RegionCode.Parse("340104001001"), Name),
        new DirectoryEvent.AgencyAdded(Agency, "简称", Name, Region),
        new DirectoryEvent.AgencyEmpowered(Agency, AuthorityClass.PublicSecurity),
        new OfficerEvent.DutyGiven("officer-1", new(Agency, Region, DutyKind.CaseHandling)),
        new OfficerEvent.DutyEnded(new(Agency, Region, DutyKind.CaseHandling)),
        new SigningKeyEvent.Registered("kid", "ES256", "c3BraQ==", Agency.Value),
        new SigningKeyEvent.Certified("kid", "Y2VydA=="),
        new SigningKeyEvent.Retired("kid", RetirementReason.Replaced),
        new SigningKeyEvent.Compromised(
            "kid", "registry.example/log/340100/2026", "17", CompromiseReason.KeyExposed, CompromiseReporter.Auditor),
        new SigningKeyEvent.Endorsed("kid", "cm9vdA==", "Ed25519", "c2ln", Digest),
        new LogKeyEvent.Registered("registry.example/log/340100/2026+00000000+a2V5"),
        new LogKeyEvent.Introduced(
            "registry.example/log/340100/2026+00000000+a2V5", "registry.example/log/340100/2026+00000001+a2V5", "note"),
        new LogKeyEvent.Retired("registry.example/log/340100/2026+00000000+a2V5", RetirementReason.Scheduled),
        new LogKeyEvent.Compromised(
            "registry.example/log/340100/2026+00000000+a2V5", "registry.example/log/340100/2026", "17", CompromiseReason.KeyExposed,
            CompromiseReporter.Auditor),
        new LogKeyEvent.Endorsed("registry.example/log/340100/2026+00000000+a2V5", "cm9vdA==", "Ed25519", "c2ln", Digest),
        new EpochEvent.DiscontinuityRecorded(
            "registry.example/log/340100/2026", "registry.example/log/340100/2026+00000000+a2V5",
            "registry.example/log/340100/2026\n17\ncm9vdA==\n\n— registry.example/log/340100/2026 c2ln\n", "11", "12", "cm9vdA==",
            DiscontinuityReason.BackupRestored, ["op1", "op2"], new("kid", "ES256", "c3BraQ==", "340100")),
        new ServiceItemEvent.Published(
            Item, Name, Agency, Region, [new Material("application", Name, Required: true)], 20, 5,
            new ResultLicence(Identifier.Type, Name, 5)),
        new ServiceItemEvent.Withdrawn(Day),
        new LicenceTypeEvent.Drafted(Identifier.Type, Type, "administrator-1"),
        new LicenceTypeEvent.Published(1, "administrator-2", Day),
        new LicenceTypeEvent.Rejected("administrator-2"),
        new CaseEvent.Submitted(
            CaseNumber.Compose(Item, Day, 1), Item, Agency, Region, Day, Sealed<Application>("application"),
            [new HandedIn("application", Digest)]),
        new CaseEvent.Accepted(Day, Day.AddDays(5), Day.AddDays(20), "calendar-1"),
        new CaseEvent.AcceptedBy(Day, Day.AddDays(5), Day.AddDays(20), "calendar-1", "officer-1"),
        new CaseEvent.Assigned(Day, "officer-2", Reason),
        new CaseEvent.Refused(Day, Reason),
        new CaseEvent.Approved(Day),
        new CaseEvent.Rejected(Day, Reason),
        new CaseEvent.LicenceIssued(Day, Identifier),
        new CaseEvent.Withdrawn(Day),
        new CaseEvent.CorrectionRequested(Day, Sealed<Application>("wanted")),
        new CaseEvent.Corrected(Day, Sealed<Application>("wanted")),
        new CaseEvent.CorrectionRefused(Day, Reason),
        new CaseEvent.Closed(Day, ClosingKind.LicenceIssued),
        new CaseEvent.Consented(Day, Subject),
        new CaseEvent.ConsentRecorded(Day, Subject, Reason),
        new CaseEvent.Declined(Day, Subject),
        new LicenceEvent.Minted(Identifier, Term, Face, CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001"))),
        new LicenceEvent.MintedUnder(Identifier, 2, Term, Face, Slot, CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001"))),
        new LicenceEvent.Imported(Identifier, Term, Face, RowKind.Renewal, Source),
        new LicenceEvent.Renewed(Identifier.NextVersion(), Term, Face, Source),
        new LicenceEvent.Changed(Identifier.NextVersion(), Term, Face, Source),
        new LicenceEvent.ChangedUnder(Identifier.NextVersion(), 2, Term, Face, Slot),
        new LicenceEvent.MintedInBatch(
            Identifier, 2, Term, Face, Slot, CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001")),
            LicenceBatchId.Of(new Guid("00000000-0000-8000-8000-000000000004"))),
        new LicenceEvent.TransferredIn(Identifier, 2, Term, Face, Slot, Identifier.NextVersion()),
        new LicenceEvent.TransferBegunTo(Day, Reason, Uscc.Parse("11340100MB1AC0103N")),
        new LicenceEvent.TransferAccepted(Day, Identifier),
        new LicenceEvent.TransferProposed(Uscc.Parse("11340100MB1AC0103N"), "officer-1", Day, Reason),
        new LicenceEvent.Reissued(
            Identifier.NextVersion(), 2, Term, Face, Slot, LicenceBatchId.Of(new Guid("00000000-0000-8000-8000-000000000004"))),
        new LicenceEvent.Suspended(Day, Reason, Source),
        new LicenceEvent.Restored(Day, Reason),
        new LicenceEvent.Revoked(Day, Reason, Source),
        new LicenceEvent.Cancelled(Day, Reason, Source),
        new LicenceEvent.Corrected(Identifier.NextVersion(), 2, Term, Face, Slot, Reason),
        new LicenceEvent.Withdrawn(Day, Reason),
        new LicenceEvent.Lapsed(Day, Reason),
        new LicenceEvent.TransferBegun(Day, Reason),
        new LicenceEvent.TransferCancelled(Day, Reason),
        new LicenceEvent.TransferCompleted(Day, Reason),
        new LicenceEvent.Proposed(LicenceOperation.Revoke, "officer-1", Day, Reason),
        new LicenceEvent.VersionProposed(
            LicenceOperation.Correct, "officer-1", Day, Identifier.NextVersion(), 2, Term, Face, Slot, Reason),
        new LicenceEvent.Approved(LicenceOperation.Revoke, "officer-2", Day),
        new LicenceEvent.Dismissed(LicenceOperation.Revoke, "officer-2", Day),
        new LicenceCopyEvent.Made(
            LicenceId.Of(Identifier), Identifier, CopyMaker.Officer, Sealed<CopyNote>("note"),
            new DateTimeOffset(2026, 3, 2, 8, 15, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 2, 8, 15, 0, TimeSpan.Zero)),
        new LicenceCopyEvent.Revoked(CopyMaker.Holder, new DateTimeOffset(2026, 3, 3, 8, 15, 0, TimeSpan.Zero)),
        new LicenceSlotEvent.Taken(LicenceId.Of(Identifier)),
        new CredentialEvent.Minted(
            LicenceId.Of(Guid.Empty), 1, Agency, 1, 17, "kid", Digest, "thumbprint", Sealed<CredentialText>("credential")),
        new CredentialEvent.Reported(WalletReport.Accepted),
        new ErasureEvent.Requested(Subject, ErasureRequester.Authority, "administrator-1", Day, Reason),
        new ErasureEvent.Approved("administrator-2", Day),
        new ErasureEvent.Refused(Day, Reason),
        new ErasureEvent.Withdrawn(Day),
        new ErasureEvent.Erased(Subject, 1, [new Guid("00000000-0000-4000-8000-000000000001")], "administrator-3", Day),
        new DelegationEvent.Granted(
            Sealed<Party>("principal"), Subject, DelegationKind.Agent, [DelegatedPurpose.ReadCases, DelegatedPurpose.SubmitCases], Day,
            Day.AddYears(1)),
        new DelegationEvent.Revoked(Day),
        new EmergencyEvent.Asked(
            CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001")), Agency, Region, "officer-1", Reason),
        new EmergencyEvent.Released("officer-2", new DateTimeOffset(2026, 3, 2, 8, 15, 0, TimeSpan.Zero)),
        new ObjectionEvent.Raised(
            new Guid("00000000-0000-7000-8000-000000000002"), Agency, "officer-1", Reason, Day, Day.AddDays(21), "calendar-1"),
        new ObjectionEvent.Taken("officer-2", Day),
        new ObjectionEvent.Answered(
            ObjectionFinding.Unlawful, ObjectionMeasure.DutyEnded, Sealed<Remark>("explanation"), "officer-2", Day),
        new ObjectionEvent.Withdrawn(Day),
        new EmergencyEvent.Ended("officer-1", new DateTimeOffset(2026, 3, 2, 8, 5, 0, TimeSpan.Zero)),
        new AuditRuleEvent.Defined(new(AuditRuleKind.OffHours, Agency, new TimeOnly(8, 30), new TimeOnly(17, 30), 20, 60)),
        new AuditRuleEvent.Changed(new(AuditRuleKind.MassLookUp, Agency, new TimeOnly(8, 30), new TimeOnly(17, 30), 20, 60)),
        new AuditRuleEvent.Retired(Day),
        new FindingEvent.Raised(
            AuditRuleId.Of(new Guid("00000000-0000-4000-8000-000000000001")), 1, AuditRuleKind.WithoutCase, "officer-1", Agency,
            new DateTimeOffset(2026, 3, 2, 8, 15, 0, 123, TimeSpan.Zero), [new Guid("00000000-0000-4000-8000-000000000002")]),
        new FindingEvent.Closed("auditor-1", FindingConclusion.Justified, Reason),
        new PersonListEvent.Added("officer-1", Subject),
        new PersonListEvent.Removed(Subject),
        new SubscriptionEvent.Subscribed(Subject, "person-1", ["audit", "case-handling"], Day),
        new SubscriptionEvent.Changed("person-1", ["audit"], Day),
        new SubscriptionEvent.Ended(Day),
        new CovertInquiryEvent.Requested(
            Agency, AuthorityClass.PublicSecurity, "officer-1", Sealed<CovertCause>("cause"), Day.AddMonths(3)),
        new CovertInquiryEvent.Authorised("officer-2"),
        new CovertInquiryEvent.ExtensionRequested("officer-1", Reason, Day.AddMonths(6)),
        new CovertInquiryEvent.Extended("officer-2", Day.AddMonths(6)),
        new CovertInquiryEvent.Ended("officer-2"),
        new LicenceBatchEvent.ReissueProposed(
            "new-template", Agency, Identifier.Type, 2, ReissueScope.EarlierVersions, Name, "officer-1", Day),
        new LicenceBatchEvent.MintingProposed(
            "spring", Agency, Identifier.Type, 2, [CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001"))], Name, "officer-1", Day),
        new LicenceBatchEvent.Approved("officer-2", Day),
        new LicenceBatchEvent.Ended("officer-2", Day),
        new SharingGrantEvent.Proposed(
            Agency, Uscc.Parse("11340100MB1AC0103N"), LicenceTypeCode.Parse("11340100MB1AC012X9001"), ["holder.name", "tradeName"], SharingBasis.CaseExamination,
            new("办理食品经营许可时核验", "Checked when food licences are decided"), Day, Day.AddYears(1), "officer-1"),
        new SharingGrantEvent.Approved("officer-2"),
        new SharingGrantEvent.Revoked("officer-2"),
        new AccessEvent.Disclosed([Subject], DataClass.Licence, "licence/1", ["holder.name"]),
        new AccessEvent.Unmasked([Subject], DataClass.Case, "case/1", "phone", "applicant-contact"),
        new AccessEvent.Searched([Subject], DataClass.Accesses, "accesses/search", ["looks"], Sealed<Enquiry>("enquiry")),
        new AccessEvent.Refused([Subject], DataClass.Case, "case/1", "access-not-granted"),
    ];

    private static readonly CaseId CaseOf = CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001"));
    private static readonly LicenceBatchId BatchOf = LicenceBatchId.Of(new Guid("00000000-0000-8000-8000-000000000005"));
    private static readonly IReadOnlyList<Personal<LicenceFace>> OtherFaces = [Sealed<LicenceFace>("others/0"), Sealed<LicenceFace>("others/1")];
    private static readonly IReadOnlyList<LicenceSlotId> OtherPlaces = [LicenceSlotId.Of(new Guid("00000000-0000-8000-8000-000000000004"))];

    // Of several holders; after what they are made of, in the order of the file.
    private static readonly IReadOnlyList<object> Joint =
    [
        new CaseEvent.Submitted(CaseNumber.Compose(Item, Day, 1), Item, Agency, Region, Day, Sealed<Application>("application"), [new HandedIn("application", Digest)])
        {
            CoApplicants = [Sealed<Party>("coApplicants/0")],
        },
        new LicenceEvent.MintedUnder(Identifier, 2, Term, Face, Slot, CaseOf) { Others = OtherFaces, OtherSlots = OtherPlaces },
        new LicenceEvent.MintedInBatch(Identifier, 2, Term, Face, Slot, CaseOf, BatchOf) { Others = OtherFaces, OtherSlots = OtherPlaces },
        new LicenceEvent.TransferredIn(Identifier, 2, Term, Face, Slot, Identifier) { Others = OtherFaces, OtherSlots = OtherPlaces },
        new LicenceEvent.Imported(Identifier, Term, Face, RowKind.Renewal, Source) { Others = OtherFaces },
        new LicenceEvent.Renewed(Identifier.NextVersion(), Term, Face, Source) { Others = OtherFaces },
        new LicenceEvent.Changed(Identifier.NextVersion(), Term, Face, Source) { Others = OtherFaces },
        new LicenceEvent.ChangedUnder(Identifier, 2, Term, Face, Slot) { Others = OtherFaces, OtherSlots = OtherPlaces },
        new LicenceEvent.Corrected(Identifier, 2, Term, Face, Slot, Reason) { Others = OtherFaces, OtherSlots = OtherPlaces },
        new LicenceEvent.Reissued(Identifier, 2, Term, Face, Slot, BatchOf) { OtherSlots = OtherPlaces },
        new LicenceEvent.VersionProposed(LicenceOperation.Correct, "officer-1", Day, Identifier, 2, Term, Face, Slot, Reason)
        {
            Others = OtherFaces,
            OtherSlots = OtherPlaces,
        },
    ];

    /// <summary>Members that were added to events that had shipped: what was stored before them stays as it was.</summary>
    public static readonly IReadOnlyDictionary<string, object> Added = new Dictionary<string, object>
    {
        ["sharing_grant_proposed.v1.most-a-day"] = All.OfType<SharingGrantEvent.Proposed>().Single() with { MostADay = 200 },
        ["access_disclosed.v1.cause"] = All.OfType<AccessEvent.Disclosed>().Single() with { Cause = Sealed<UseCause>("cause") },
        ["licence_type_drafted.v1.one-holder"] = All.OfType<LicenceTypeEvent.Drafted>().Single() with
        {
            Definition = Type with { SeveralHolders = false },
        },
        ["case_submitted.v1.consent"] = Joint.OfType<CaseEvent.Submitted>().Single() with { AsksConsent = true },
        ["case_correction_requested.v1.without"] = All.OfType<CaseEvent.CorrectionRequested>().Single() with { Without = [Subject] },
        ["case_corrected.v1.without"] = All.OfType<CaseEvent.Corrected>().Single() with { Without = [Subject] },
    }.Concat(Joint.Select(fact => KeyValuePair.Create($"{EventCatalogue.Names[fact.GetType()]}.holders", fact))).ToDictionary();

    private static Personal<T> Sealed<T>(string field) where T : class =>
        Personal<T>.Stored(Subject, new($"00000000-0000-7000-8000-000000000000/{field}", [1, 2, 3, 250, 251, 252]));
}
