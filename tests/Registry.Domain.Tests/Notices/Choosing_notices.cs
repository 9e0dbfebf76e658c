using Registry.Domain.Access;
using Registry.Domain.Notices;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Notices;

public sealed class Choosing_notices
{
    private static readonly SubscriptionId Id = SubscriptionId.Of(Some.Holder);

    private static readonly Subscription Subscribed = Subscription.Evolve(
        null, Id, SubscriptionDecider.Subscribe(null, Some.Holder, "person", [], Some.Today).Events[0]);

    [Fact]
    public void is_of_everything_but_one_s_own_looks_where_nothing_is_chosen()
    {
        foreach (var purpose in SubscriptionDecider.Purposes)
            Subscription.Wants([], purpose).ShouldBe(purpose != Purpose.OwnRequest, purpose);
        Subscription.Wants([Purpose.OwnRequest], Purpose.OwnRequest).ShouldBeTrue();
    }

    [Fact]
    public void never_leaves_emergencies_out()
    {
        Subscription.Wants([Purpose.Audit], Purpose.BreakGlass).ShouldBeTrue();
        Subscription.Wants([Purpose.Audit], Purpose.CaseHandling).ShouldBeFalse();
    }

    [Fact]
    public void is_one_a_person_that_changes_ends_and_begins_again()
    {
        SubscriptionId.Of(Some.Stranger).ShouldNotBe(Id);
        Choose(Subscribed).ShouldBeOfType<SubscriptionEvent.Changed>().Purposes.ShouldBe([Purpose.Audit]);
        var ended = Subscription.Evolve(Subscribed, Id, SubscriptionDecider.End(Subscribed, Some.Today).Events[0]);
        SubscriptionDecider.End(ended, Some.Today).Refusal.ShouldBe(SubscriptionDecider.NotSubscribed);
        Subscription.Evolve(ended, Id, Choose(ended)).IsOpen.ShouldBeTrue();
        Should.Throw<CorruptStreamException>(() => Subscription.Evolve(null, Id, new SubscriptionEvent.Ended(Some.Today)));
        Should.Throw<CorruptStreamException>(() => Subscription.Evolve(Subscribed, Id, Choose(ended)));
    }

    private static SubscriptionEvent Choose(Subscription subscription) => SubscriptionDecider.Subscribe(
        subscription, Some.Holder, "person", [Purpose.Audit, Purpose.Audit], Some.Today).Events[0];
}
