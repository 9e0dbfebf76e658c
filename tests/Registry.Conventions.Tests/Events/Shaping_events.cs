using System.Reflection;
using Registry.Domain.Personal;

namespace Registry.Conventions.Tests.Events;

public sealed class Shaping_events
{
    /// <summary>Members of type string, each with the reason why it says nothing about a person.</summary>
    private static readonly Dictionary<string, string> PlainText = new()
    {
        ["Accepted.Calendar"] = "version of the working-day calendar",
        ["Disclosed.Resource"] = "kind and random id of the case or licence",
        ["Disclosed.Fields"] = "names of fields, not their values",
        ["Refused.Resource"] = "kind and random id of the case or licence",
        ["Refused.Code"] = "code of the refusal",
        ["AgencyAdded.ShortName"] = "public name of an authority",
        ["Registered.Kid"] = "hash of a public key",
        ["Registered.Algorithm"] = "name of an algorithm",
        ["Registered.PublicKey"] = "a public key",
        ["Registered.Owner"] = "code of an agency or authority",
        ["Retired.Kid"] = "hash of a public key",
        ["Compromised.Kid"] = "hash of a public key",
        ["Compromised.Log"] = "origin of a log",
        ["Compromised.From"] = "index of an entry",
        ["Endorsed.Kid"] = "hash of a public key",
        ["Endorsed.Vkey"] = "a public key",
        ["Endorsed.Root"] = "a public key",
        ["Endorsed.RootAlgorithm"] = "name of an algorithm",
        ["Endorsed.Signature"] = "a signature",
        ["Endorsed.Transcript"] = "digest of a file, which only who has the file can recognise",
        ["Registered.Vkey"] = "a public key",
        ["DiscontinuityRecorded.After"] = "origin of a log",
        ["DiscontinuityRecorded.Vkey"] = "a public key",
        ["DiscontinuityRecorded.Checkpoint"] = "a signed checkpoint",
        ["DiscontinuityRecorded.Extended"] = "size of a log",
        ["DiscontinuityRecorded.Size"] = "size of a log",
        ["DiscontinuityRecorded.Root"] = "a hash",
        ["DiscontinuityRecorded.OrderedBy"] = "staff ids, pseudonyms as in an event's metadata",
        ["Introduced.Vkey"] = "a public key",
        ["Introduced.By"] = "a public key",
        ["Introduced.Note"] = "a public key and a signature",
        ["Retired.Vkey"] = "a public key",
        ["Compromised.Vkey"] = "a public key",
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
    public void keeps_text_about_people_sealed(string name)
    {
        foreach (var (owner, member) in MembersOf(name))
            if (EventTypes.Inside(member.PropertyType).Contains(typeof(string)))
                PlainText.ShouldContainKey($"{owner.Name}.{member.Name}", $"{name} may hold personal data in clear");
    }

    [Theory, MemberData(nameof(Names))]
    public void keeps_people_s_codes_and_free_fields_sealed(string name)
    {
        foreach (var (owner, member) in MembersOf(name))
        {
            typeof(System.Collections.IDictionary).IsAssignableFrom(member.PropertyType).ShouldBeFalse(member.Name);
            EventTypes.Inside(member.PropertyType).Any(type => type == typeof(Party) || type == typeof(Remark)
                || type.Name is "CitizenId" or "Application" or "LicenceFace" or "JsonElement" || type == typeof(object))
                .ShouldBeFalse($"{owner.Name}.{member.Name}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void uses_only_types_that_read_back_the_same(string name)
    {
        Type[] unsteady = [typeof(double), typeof(float), typeof(decimal), typeof(Half), typeof(long), typeof(ulong), typeof(DateTime), typeof(TimeSpan)];
        foreach (var (owner, member) in MembersOf(name))
            EventTypes.Inside(member.PropertyType).Intersect(unsteady).ShouldBeEmpty(
                $"{owner.Name}.{member.Name}: canonical JSON has no exact form for it");
    }

    [Theory, MemberData(nameof(Names))]
    public void can_never_be_changed_afterwards(string name)
    {
        foreach (var (owner, member) in MembersOf(name).Where(m => m.Member.SetMethod is { IsPublic: true }))
            member.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().ShouldContain(
                typeof(System.Runtime.CompilerServices.IsExternalInit), $"{owner.Name}.{member.Name}");
    }

    [Fact]
    public void has_no_exception_that_is_not_needed() =>
        EventTypes.All.SelectMany(EventTypes.MembersOf)
            .Where(m => EventTypes.Inside(m.Member.PropertyType).Contains(typeof(string)))
            .Select(m => $"{m.Owner.Name}.{m.Member.Name}").Distinct().Order()
            .ShouldBe(PlainText.Keys.Order());

    private static IEnumerable<(Type Owner, PropertyInfo Member)> MembersOf(string name) =>
        EventTypes.MembersOf(EventTypes.All.Single(type => type.FullName == name));
}
