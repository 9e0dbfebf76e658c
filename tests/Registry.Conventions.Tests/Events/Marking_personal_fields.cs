using System.Reflection;
using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Personal;

namespace Registry.Conventions.Tests.Events;

/// <summary>
/// Whatever an event holds is either <c>Personal&lt;T&gt;</c>, and so sealed on save, or on a list here that says why it
/// is about nobody. A new type of member, and every new text, fails until somebody has thought about it.
/// </summary>
public sealed class Marking_personal_fields
{
    /// <summary>Types of which every value is impersonal. Records that are not here are judged by their members.</summary>
    private static readonly Dictionary<Type, string> Impersonal = new()
    {
        [typeof(bool)] = "yes or no",
        [typeof(int)] = "a count; a person's number is text or an identifier",
        [typeof(DateOnly)] = "the day of a step; a day of birth stands in a sealed party",
        [typeof(TimeOnly)] = "hours of work",
        [typeof(AuditRuleId)] = "random",
        [typeof(DateTimeOffset)] = "the moment of a step",
        [typeof(RegionCode)] = "an area",
        [typeof(Uscc)] = "an agency; a holder's code stands in a sealed party",
        [typeof(ItemCode)] = "a service item",
        [typeof(CaseNumber)] = "item, day and a running number",
        [typeof(LicenceTypeCode)] = "a type of licence",
        [typeof(LicenceIdentifier)] = "type, issuer and a random serial",
        [typeof(CaseId)] = "random",
        [typeof(LicenceId)] = "made from a licence's identifier",
        [typeof(LicenceSlotId)] = "made from a keyed blind index, says nothing without the key",
        [typeof(LicenceBatchId)] = "made from an agency's code and a batch's name",
        [typeof(Guid)] = "ids of streams: random, or of a licence's number; of events: random",
        [typeof(SubjectTag)] = "keyed blind index, says nothing without the key",
    };

    /// <summary>Members of type string, each with the reason why it says nothing about a person.</summary>
    private static readonly Dictionary<string, string> PlainText = new()
    {
        ["CaseEvent.Accepted.Calendar"] = "version of the working-day calendar",
        ["CaseEvent.AcceptedBy.Calendar"] = "version of the working-day calendar",
        ["CaseEvent.AcceptedBy.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["CaseEvent.Assigned.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["OfficerEvent.DutyGiven.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["EmergencyEvent.Asked.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["EmergencyEvent.Released.By"] = "staff id, a pseudonym as in an event's metadata",
        ["EmergencyEvent.Ended.By"] = "staff id, a pseudonym as in an event's metadata",
        ["ObjectionEvent.Raised.Officer"] = "staff id or the identity provider's pseudonym, as in an event's metadata",
        ["ObjectionEvent.Raised.Calendar"] = "version of the working-day calendar",
        ["ObjectionEvent.Taken.By"] = "staff id, a pseudonym as in an event's metadata",
        ["ObjectionEvent.Answered.By"] = "staff id, a pseudonym as in an event's metadata",
        ["FindingEvent.Raised.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["FindingEvent.Closed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["PersonListEvent.Added.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["SubscriptionEvent.Subscribed.Recipient"] = "the identity provider's pseudonym, as in an event's metadata",
        ["SubscriptionEvent.Subscribed.Purposes"] = "codes of purposes",
        ["SubscriptionEvent.Changed.Recipient"] = "the identity provider's pseudonym, as in an event's metadata",
        ["SubscriptionEvent.Changed.Purposes"] = "codes of purposes",
        ["CovertInquiryEvent.Requested.Officer"] = "staff id, a pseudonym as in an event's metadata",
        ["CovertInquiryEvent.Authorised.By"] = "staff id, a pseudonym as in an event's metadata",
        ["CovertInquiryEvent.ExtensionRequested.By"] = "staff id, a pseudonym as in an event's metadata",
        ["CovertInquiryEvent.Extended.By"] = "staff id, a pseudonym as in an event's metadata",
        ["CovertInquiryEvent.Ended.By"] = "staff id, a pseudonym as in an event's metadata",
        ["SharingGrantEvent.Proposed.Fields"] = "names of fields, not their values",
        ["SharingGrantEvent.Proposed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["SharingGrantEvent.Approved.By"] = "staff id, a pseudonym as in an event's metadata",
        ["SharingGrantEvent.Revoked.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceBatchEvent.ReissueProposed.Name"] = "name of a batch, in words of the agency",
        ["LicenceBatchEvent.ReissueProposed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceBatchEvent.MintingProposed.Name"] = "name of a batch, in words of the agency",
        ["LicenceBatchEvent.MintingProposed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceBatchEvent.Approved.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceBatchEvent.Ended.By"] = "staff id, a pseudonym as in an event's metadata",
        ["AccessEvent.Disclosed.Resource"] = "kind and random id of the case or licence",
        ["AccessEvent.Disclosed.Fields"] = "names of fields, not their values",
        ["AccessEvent.Unmasked.Resource"] = "kind and random id of the case or licence",
        ["AccessEvent.Unmasked.Field"] = "name of a field, not its value",
        ["AccessEvent.Unmasked.Need"] = "code of a need",
        ["AccessEvent.Searched.Resource"] = "a constant",
        ["AccessEvent.Searched.Fields"] = "names of fields, not their values",
        ["AccessEvent.Refused.Resource"] = "kind and random id of the case or licence",
        ["AccessEvent.Refused.Code"] = "code of the refusal",
        ["DirectoryEvent.AgencyAdded.ShortName"] = "public name of an authority",
        ["CredentialEvent.Minted.Kid"] = "hash of a public key",
        ["CredentialEvent.Minted.Digest"] = "digest of a signed text with random salts, which only who has the text can recognise",
        ["CredentialEvent.Minted.HolderKey"] = "hash of a public key that a wallet made for this credential",
        ["SigningKeyEvent.Registered.Kid"] = "hash of a public key",
        ["SigningKeyEvent.Registered.Algorithm"] = "name of an algorithm",
        ["SigningKeyEvent.Registered.PublicKey"] = "a public key",
        ["SigningKeyEvent.Registered.Owner"] = "code of an agency or authority",
        ["SigningKeyEvent.Certified.Kid"] = "hash of a public key",
        ["SigningKeyEvent.Certified.Certificate"] = "a public key with the names of its agency and authority",
        ["SigningKeyEvent.Retired.Kid"] = "hash of a public key",
        ["SigningKeyEvent.Compromised.Kid"] = "hash of a public key",
        ["SigningKeyEvent.Compromised.Log"] = "origin of a log",
        ["LogKeyEvent.Compromised.Log"] = "origin of a log",
        ["SigningKeyEvent.Compromised.From"] = "index of an entry",
        ["LogKeyEvent.Compromised.From"] = "index of an entry",
        ["SigningKeyEvent.Endorsed.Kid"] = "hash of a public key",
        ["LogKeyEvent.Endorsed.Vkey"] = "a public key",
        ["SigningKeyEvent.Endorsed.Root"] = "a public key",
        ["LogKeyEvent.Endorsed.Root"] = "a public key",
        ["SigningKeyEvent.Endorsed.RootAlgorithm"] = "name of an algorithm",
        ["LogKeyEvent.Endorsed.RootAlgorithm"] = "name of an algorithm",
        ["SigningKeyEvent.Endorsed.Signature"] = "a signature",
        ["LogKeyEvent.Endorsed.Signature"] = "a signature",
        ["SigningKeyEvent.Endorsed.Transcript"] = "digest of a file, which only who has the file can recognise",
        ["LogKeyEvent.Endorsed.Transcript"] = "digest of a file, which only who has the file can recognise",
        ["LogKeyEvent.Registered.Vkey"] = "a public key",
        ["EpochEvent.DiscontinuityRecorded.After"] = "origin of a log",
        ["EpochEvent.DiscontinuityRecorded.Vkey"] = "a public key",
        ["EpochEvent.DiscontinuityRecorded.Checkpoint"] = "a signed checkpoint",
        ["EpochEvent.DiscontinuityRecorded.Extended"] = "size of a log",
        ["EpochEvent.DiscontinuityRecorded.Size"] = "size of a log",
        ["EpochEvent.DiscontinuityRecorded.Root"] = "a hash",
        ["EpochEvent.DiscontinuityRecorded.OrderedBy"] = "staff ids, pseudonyms as in an event's metadata",
        ["LogKeyEvent.Introduced.Vkey"] = "a public key",
        ["LogKeyEvent.Introduced.By"] = "a public key",
        ["LogKeyEvent.Introduced.Note"] = "a public key and a signature",
        ["LogKeyEvent.Retired.Vkey"] = "a public key",
        ["LogKeyEvent.Compromised.Vkey"] = "a public key",
        ["ErasureEvent.Requested.By"] = "staff id or the identity provider's pseudonym, as in an event's metadata",
        ["ErasureEvent.Approved.By"] = "staff id, a pseudonym as in an event's metadata",
        ["ErasureEvent.Erased.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceEvent.Proposed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceEvent.TransferProposed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceEvent.VersionProposed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceEvent.Approved.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceEvent.Dismissed.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceTypeEvent.Drafted.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceTypeEvent.Published.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceTypeEvent.Rejected.By"] = "staff id, a pseudonym as in an event's metadata",
        ["LicenceTypeDefinition.Template"] = "name of a template",
        ["FaceField.Name"] = "name of a field, not its value",
        ["FaceChoice.Value"] = "what may be chosen, for everybody",
        ["Uniqueness.SiteField"] = "name of a field, not its value",
        ["LocalText.Zh"] = "public text of the authority",
        ["LocalText.En"] = "public text of the authority",
        ["Material.Code"] = "the item's code for a document",
        ["HandedIn.Code"] = "the item's code for a document",
        ["HandedIn.Sha256"] = "digest of a file, which only who has the file can recognise",
        ["SourceRow.Register"] = "name of a register",
        ["SourceRow.Row"] = "the register's own row number",
        ["SourceRow.Sha256"] = "digest of a row",
        ["SubjectTag.Value"] = "keyed blind index, says nothing without the key",
    };

    public static TheoryData<string> Names => [.. EventTypes.All.Select(type => type.FullName!)];

    [Theory, MemberData(nameof(Names))]
    public void leaves_nothing_of_an_event_in_clear_that_may_be_about_somebody(string name) =>
        Unmarked(EventTypes.All.Single(type => type.FullName == name)).ShouldBeEmpty(
            "a personal field is Personal<T>; what is about nobody is listed here with the reason");

    [Theory]
    [InlineData(typeof(WithText))]
    [InlineData(typeof(WithTexts))]
    [InlineData(typeof(WithCode))]
    [InlineData(typeof(WithParty))]
    [InlineData(typeof(WithApplication))]
    [InlineData(typeof(WithFields))]
    [InlineData(typeof(WithAnything))]
    [InlineData(typeof(WithBytes))]
    [InlineData(typeof(WithNumber))]
    public void refuses_an_event_that_forgets_to(Type forgetful) =>
        Unmarked(forgetful).ShouldNotBeEmpty();

    [Fact]
    public void lets_a_marked_one_through() => Unmarked(typeof(WithMarks)).ShouldBeEmpty();

    [Fact]
    public void lists_nothing_that_is_not_needed()
    {
        var members = EventTypes.All.SelectMany(EventTypes.MembersOf).ToArray();
        members.Where(m => EventTypes.Inside(m.Member.PropertyType).Contains(typeof(string)))
            .Select(m => NameOf(m.Owner, m.Member)).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(PlainText.Keys.Order(StringComparer.Ordinal));
        Impersonal.Keys.Except(members.SelectMany(m => EventTypes.Inside(m.Member.PropertyType))).ShouldBeEmpty();
    }

    private static IEnumerable<string> Unmarked(Type type) =>
        from m in EventTypes.MembersOf(type)
        where !EventTypes.Inside(m.Member.PropertyType).All(inner => inner == typeof(string)
            ? PlainText.ContainsKey(NameOf(m.Owner, m.Member))
            : IsMarked(inner) || IsImpersonal(inner))
        select NameOf(m.Owner, m.Member);

    private static bool IsMarked(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Personal<>);

    // A plain record says nothing by itself: its members have been judged, and so has everything inside them.
    private static bool IsImpersonal(Type type) =>
        Impersonal.ContainsKey(type) || type.IsEnum || EventTypes.IsPlainRecord(type);

    /// <summary>With the union, so that another event of the same name needs its own reason.</summary>
    private static string NameOf(Type owner, MemberInfo member) =>
        owner.DeclaringType is { } union && EventTypes.Unions.Contains(union)
            ? $"{union.Name}.{owner.Name}.{member.Name}"
            : $"{owner.Name}.{member.Name}";

    private sealed record WithText(string Note);
    private sealed record WithTexts(IReadOnlyList<string> Notes);
    private sealed record WithCode(CitizenId Applicant);
    private sealed record WithParty(Party? Applicant);
    private sealed record WithApplication(Application Application);
    private sealed record WithFields(IReadOnlyDictionary<string, string> Form);
    private sealed record WithAnything(object Data);
    private sealed record WithBytes(byte[] Photo);
    private sealed record WithNumber(long Phone);
    private sealed record WithMarks(DateOnly On, Personal<Remark>? Reason, IReadOnlyList<SubjectTag> Subjects, RowKind Kind);
}
