using Registry.Domain.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.LicenceTypes;

public sealed class Versioning_a_licence_type
{
    private static readonly LicenceTypeId Id = LicenceTypeId.Of(Some.Type);
    private static readonly LicenceTypeEvent Draft = new LicenceTypeEvent.Drafted(Some.Type, SomeType.Definition, "one");

    [Fact]
    public void takes_a_second_person()
    {
        LicenceTypeDecider.Publish(After(Draft), "one", Some.Today).Refusal.ShouldBe(LicenceTypeDecider.OwnDraft);
        LicenceTypeDecider.Publish(After(Draft), "two", Some.Today).Events.ShouldBe([new LicenceTypeEvent.Published(1, "two", Some.Today)]);
    }

    [Fact]
    public void leaves_what_is_published_while_a_draft_waits()
    {
        var changed = SomeType.Definition with { Template = "other" };
        var type = After(Draft, Published(1), new LicenceTypeEvent.Drafted(Some.Type, changed, "one"));
        type.InForce!.Definition.Template.ShouldBe(SomeType.Definition.Template);
        type.Newest.ShouldBe(1);
        After(Draft, Published(1), new LicenceTypeEvent.Drafted(Some.Type, changed, "one"), Published(2)).InForce!.Definition.Template.ShouldBe("other");
    }

    [Fact]
    public void has_one_draft_at_a_time()
    {
        LicenceTypeDecider.Propose(After(Draft), Some.Type, SomeType.Definition, "two").Refusal.ShouldBe(LicenceTypeDecider.DraftOpen);
        var rejected = After(Draft, new LicenceTypeEvent.Rejected("one"));
        rejected.InForce.ShouldBeNull();
        LicenceTypeDecider.Publish(rejected, "two", Some.Today).Refusal.ShouldBe(LicenceTypeDecider.NoDraft);
        LicenceTypeDecider.Reject(rejected, "two").Refusal.ShouldBe(LicenceTypeDecider.NoDraft);
        LicenceTypeDecider.Propose(rejected, Some.Type, SomeType.Definition, "two").Refusal.ShouldBeNull();
    }

    private static LicenceTypeEvent.Published Published(int version) => new LicenceTypeEvent.Published(version, "two", Some.Today);

    private static LicenceType After(params LicenceTypeEvent[] facts) =>
        facts.Aggregate((LicenceType?)null, (type, fact) => LicenceType.Evolve(type, Id, fact))!;
}
