using System.Text.RegularExpressions;
using Registry.Projections;
using Registry.Projections.Log.Recovery;

namespace Registry.Conventions.Tests.Events;

public sealed partial class Naming_events
{
    [Fact]
    public void finds_the_events_at_all()
    {
        EventTypes.Unions.Count.ShouldBe(24);
        EventTypes.All.Count.ShouldBeGreaterThanOrEqualTo(24);
    }

    [Fact]
    public void closes_every_union()
    {
        foreach (var union in EventTypes.Unions)
            union.GetConstructors().ShouldBeEmpty($"{union.Name} can be derived from outside");
        foreach (var type in EventTypes.All)
            type.IsSealed.ShouldBeTrue($"{type} is not sealed");
    }

    [Fact]
    public void gives_every_event_a_place_in_the_catalogue_and_nothing_else() =>
        EventCatalogue.Names.Keys.OrderBy(type => type.FullName).ShouldBe(EventTypes.All.OrderBy(type => type.FullName));

    /// <summary>Else the first event of its kind beyond a backup makes a recovery impossible.</summary>
    [Fact]
    public void gives_every_event_a_stream_that_a_recovery_puts_back() => EventTypes.All
        .Where(type => EntryReplay.Aggregates.Count(one => one.Events.IsAssignableFrom(type)) != 1).ShouldBeEmpty();

    [Fact]
    public void says_what_happened_and_in_which_version()
    {
        foreach (var (type, name) in EventCatalogue.Names)
            Name().IsMatch(name).ShouldBeTrue($"{type} is called {name}");
        EventCatalogue.Names.Values.ShouldBeUnique();
    }

    // The last word is a participle: a fact, not a wish.
    [GeneratedRegex(@"^[a-z]+(_[a-z]+)*_[a-z]+(ed|sen|n)\.v[1-9][0-9]*\z")]
    private static partial Regex Name();
}
