using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Credentials;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Notices;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;

namespace Registry.Testing;

// One of each stream, for read models to fold.
public partial class BareRegistry
{
    /// <summary>A licence of Wang Fang's that has been renewed once.</summary>
    internal async Task<LicenceId> MintLicence()
    {
        var serial = $"T{Interlocked.Increment(ref submitted):D8}";
        var issuer = Item.ImplementingBody;
        var identifier = LicenceIdentifier.Mint(LicenceTypeCode.Parse($"{issuer}001"), issuer, serial, version: 1);
        var term = new Term(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        var face = Personal<LicenceFace>.Of(
            Subject(), new(new Party("王芳", HolderCodeType.CitizenId, "340104199001010017"), new Dictionary<string, string>()));
        var id = LicenceId.Of(identifier);
        await using var session = CitizenSession();
        session.Events.StartStream<Licence>(
            id.Value,
            new LicenceEvent.Minted(identifier, term, face, CaseId.Of(Guid.NewGuid())),
            new LicenceEvent.Renewed(identifier.NextVersion(), term with { Until = new DateOnly(2027, 12, 31) }, face, Source: null));
        var slot = LicenceSlotId.Of(identifier.Type, Subject(), Runtime.Vault.IndexOf("licence-site", serial));
        session.Events.StartStream<LicenceSlot>(slot.Value, new LicenceSlotEvent.Taken(id));
        var note = Personal<CopyNote>.Of(Subject(), new("合肥市房产局", "办理租赁备案"));
        session.Events.StartStream<LicenceCopy>(
            Guid.NewGuid(), new LicenceCopyEvent.Made(
                id, identifier, CopyMaker.Holder, note, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(7)));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A licence that Wang Fang and Li Qiang hold together, and Li Qiang's tag.</summary>
    internal async Task<(LicenceId Id, SubjectTag Other)> MintJointLicence()
    {
        var issuer = Item.ImplementingBody;
        var identifier = LicenceIdentifier.Mint(
            LicenceTypeCode.Parse($"{issuer}001"), issuer, $"J{Interlocked.Increment(ref submitted):D8}", version: 1);
        var face = new LicenceFace(
            new("王芳", HolderCodeType.CitizenId, "340104199001010017"), new Dictionary<string, string> { ["address"] = "示范路1号" });
        var other = new Party("李强", HolderCodeType.CitizenId, "340111198506150022");
        var tag = Runtime.Vault.TagOf(other.CodeType, other.Code);
        var id = LicenceId.Of(identifier);
        await using var session = CitizenSession();
        session.Events.StartStream<Licence>(id.Value, new LicenceEvent.MintedUnder(
            identifier, 1, new(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1), Until: null), Personal<LicenceFace>.Of(Subject(), face), Slot: null,
            CaseId.Of(Guid.NewGuid()))
        {
            Others = [Personal<LicenceFace>.Of(tag, face with { Holder = other })],
        });
        await session.SaveChangesAsync(CancellationToken.None);
        return (id, tag);
    }

    /// <summary>A case in which Wang Fang named three: one consented, one declined, and Li Qiang has not answered.</summary>
    internal async Task<CaseId> SubmitJointCase()
    {
        var (id, day) = (CaseId.Of(Guid.NewGuid()), new DateOnly(2026, 11, 27));
        var application = Personal<Application>.Of(
            Subject(), new(new("王芳", HolderCodeType.CitizenId, "340104199001010017"), "13800000000", new Dictionary<string, string>()));
        var others = ((string[])["340111198506150022", "34010419891231093X", "340104197503070029"]).Select(code =>
            Personal<Party>.Of(Runtime.Vault.TagOf(HolderCodeType.CitizenId, code), new("某人", HolderCodeType.CitizenId, code))).ToList();
        await using var session = CitizenSession();
        session.Events.StartStream<Case>(
            id.Value,
            new CaseEvent.Submitted(
                CaseNumber.Compose(Item, day, Interlocked.Increment(ref submitted)), Item, Item.ImplementingBody, RegionCode.Parse(Tenant), day, application, [])
            {
                CoApplicants = others,
                AsksConsent = true,
            },
            new CaseEvent.Consented(day, others[1].Subject), new CaseEvent.Declined(day, others[2].Subject));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A credential of a licence of Wang Fang's, signed by nobody.</summary>
    internal async Task<CredentialId> MintCredential(LicenceId licence)
    {
        var id = CredentialId.Of(Guid.NewGuid());
        await using var session = CitizenSession();
        session.Events.StartStream<Credential>(id.Value, new CredentialEvent.Minted(
            licence, 2, Item.ImplementingBody, 1, Interlocked.Increment(ref submitted), "kid", new string('a', 64), HolderKey: null,
            Personal<CredentialText>.Of(Subject(), new("credential"))));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A delegation that Wang Fang gave to Li Qiang.</summary>
    internal async Task<DelegationId> GrantDelegation()
    {
        var id = DelegationId.Of(Guid.NewGuid());
        var day = new DateOnly(2026, 11, 23);
        var neighbour = Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340111198506150022");
        await using var session = CitizenSession();
        session.Events.StartStream<Delegation>(id.Value, DelegationDecider.Grant(
            Subject(), new("王芳", HolderCodeType.CitizenId, "340104199001010017"), neighbour, HolderCodeType.CitizenId,
            DelegationKind.Agent, [DelegatedPurpose.ReadCases], day.AddYears(1), day).Events);
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>An emergency access that nobody has released.</summary>
    internal async Task<EmergencyId> AskInEmergency()
    {
        var id = EmergencyId.Of(Guid.NewGuid());
        await using var session = CitizenSession();
        session.Events.StartStream<Emergency>(id.Value, new EmergencyEvent.Asked(
            CaseId.Of(Guid.NewGuid()), Item.ImplementingBody, RegionCode.Parse(Tenant), "officer-commerce-3",
            Personal<Remark>.Of(Subject(), new("同事不在"))));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>An objection of Wang Fang's that somebody has taken up.</summary>
    internal async Task<ObjectionId> Object()
    {
        var id = ObjectionId.Of(Guid.NewGuid(), Subject(), 1);
        var day = new DateOnly(2026, 11, 23);
        await using var session = CitizenSession();
        session.Events.StartStream<Objection>(
            id.Value,
            new ObjectionEvent.Raised(
                Guid.NewGuid(), Item.ImplementingBody, "officer-commerce-3", Personal<Remark>.Of(Subject(), new("我不认识此人")), day,
                day.AddDays(21), "CN-2026"),
            new ObjectionEvent.Taken("officer-commerce-5", day));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>An audit rule, a list of persons and a finding, each with what ends it.</summary>
    internal async Task Audit()
    {
        var rule = AuditRuleId.Of(Guid.NewGuid());
        await using var session = CitizenSession();
        session.Events.StartStream<AuditRule>(
            rule.Value, new AuditRuleEvent.Defined(new(AuditRuleKind.MassLookUp, MostPersons: 20, WithinMinutes: 60)),
            new AuditRuleEvent.Retired(new DateOnly(2026, 11, 23)));
        session.Events.StartStream<PersonList>(
            PersonListId.RelatedTo(RegionCode.Parse(Tenant), rule.ToString()).Value, new PersonListEvent.Added("officer-commerce-1", Subject()),
            new PersonListEvent.Removed(Subject()));
        session.Events.StartStream<Finding>(
            FindingId.Of(rule, Guid.Empty).Value,
            new FindingEvent.Raised(
                rule, 1, AuditRuleKind.MassLookUp, "officer-commerce-1", Item.ImplementingBody, DateTimeOffset.UnixEpoch, [Guid.Empty]),
            new FindingEvent.Closed("auditor-1", FindingConclusion.Justified, Personal<Remark>.Of(Subject(), new("因公"))));
        await session.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>A subscription to all notices, of whoever has this code.</summary>
    internal async Task SubscribeToNotices(string code)
    {
        var subject = Runtime.Vault.TagOf(HolderCodeType.CitizenId, code);
        await using var session = CitizenSession();
        session.Events.StartStream<Subscription>(
            SubscriptionId.Of(subject).Value, new SubscriptionEvent.Subscribed(subject, "person", [], new DateOnly(2026, 11, 23)));
        await session.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>A covert inquiry about Wang Fang, authorised and put off once.</summary>
    internal async Task<CovertInquiryId> InquireCovertly()
    {
        var (id, day) = (CovertInquiryId.Of(Guid.NewGuid()), new DateOnly(2027, 1, 31));
        await using var session = CitizenSession();
        session.Events.StartStream<CovertInquiry>(
            id.Value,
            new CovertInquiryEvent.Requested(
                Item.ImplementingBody, AuthorityClass.PublicSecurity, "officer-police-1",
                Personal<CovertCause>.Of(Subject(), new("合公（刑）调证字〔2026〕17号", "侦查")), day),
            new CovertInquiryEvent.Authorised("officer-police-3"),
            new CovertInquiryEvent.ExtensionRequested("officer-police-1", Personal<Remark>.Of(Subject(), new("未结")), day.AddMonths(3)),
            new CovertInquiryEvent.Extended("officer-police-3", day.AddMonths(3)));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A sharing grant of another agency's, approved.</summary>
    internal async Task<SharingGrantId> ShareWithAnother()
    {
        var (id, day) = (SharingGrantId.Of(Guid.NewGuid()), new DateOnly(2026, 11, 23));
        await using var session = CitizenSession();
        session.Events.StartStream<SharingGrant>(
            id.Value,
            new SharingGrantEvent.Proposed(
                Item.ImplementingBody, Uscc.Parse("11340100MB1AC0103N"), LicenceTypeCode.Parse("11340100MB1AC012X9001"), ["tradeName"],
                SharingBasis.CaseExamination, new("办理卫生许可时核验", "Checked when sanitation permits are decided"), day, day.AddYears(1),
                "officer-commerce-2"),
            new SharingGrantEvent.Approved("officer-commerce-4"));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    /// <summary>A batch that was approved and ended, and one that mints.</summary>
    internal async Task ProposeBatch(string name)
    {
        var (agency, day) = (Item.ImplementingBody, new DateOnly(2026, 11, 23));
        await using var session = CitizenSession();
        session.Events.StartStream<LicenceBatch>(
            LicenceBatchId.Of(agency, name).Value,
            new LicenceBatchEvent.ReissueProposed(
                name, agency, LicenceTypeCode.Parse("11340100MB1AC012X9001"), 1, ReissueScope.Every, new("启用新样式", "A new template"),
                "officer-commerce-2", day),
            new LicenceBatchEvent.Approved("officer-commerce-4", day),
            new LicenceBatchEvent.Ended("officer-commerce-2", day));
        session.Events.StartStream<LicenceBatch>(
            LicenceBatchId.Of(agency, $"{name}-m").Value,
            new LicenceBatchEvent.MintingProposed(
                $"{name}-m", agency, LicenceTypeCode.Parse("11340100MB1AC012X9001"), 1, [CaseId.Of(Guid.NewGuid())],
                new("集中制证", "All at once"), "officer-commerce-2", day));
        await session.SaveChangesAsync(CancellationToken.None);
    }
}
