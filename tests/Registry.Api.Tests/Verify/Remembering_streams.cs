using Registry.Api.Authorities;

namespace Registry.Api.Tests.Verify;

public sealed class Remembering_streams
{
    private static readonly Guid Stream = Guid.Parse("6f1f7a3e-6a0b-4c1e-9d4b-0d8f3f6f0a01");

    private readonly RememberedStreams<string, string> streams = new((state, _, fact) => state + fact);

    [Fact]
    public void a_state_is_carried_on_by_what_came_after_it()
    {
        streams.CarryOn(Stream, [(1, "a"), (2, "b")]).ShouldBe("ab");
        streams.VersionOf(Stream).ShouldBe(2);
        streams.CarryOn(Stream, []).ShouldBe("ab");
        streams.CarryOn(Stream, [(3, "c")]).ShouldBe("abc");
    }

    [Fact]
    public void what_is_remembered_already_counts_once()
    {
        streams.CarryOn(Stream, [(1, "a"), (2, "b")]);
        streams.CarryOn(Stream, [(1, "a"), (2, "b"), (3, "c")]).ShouldBe("abc");
    }

    [Fact]
    public void who_read_earlier_takes_nothing_back()
    {
        streams.CarryOn(Stream, [(1, "a"), (2, "b")]);
        streams.CarryOn(Stream, [(1, "a")]).ShouldBe("ab");
        streams.VersionOf(Stream).ShouldBe(2);
    }

    [Fact]
    public void a_stream_that_nobody_made_does_not_have_the_others_read_again()
    {
        var (later, never) = (Guid.NewGuid(), Guid.NewGuid());
        streams.CarryOn(Stream, [(1, "a"), (2, "b")]);
        streams.CarryOn(later, [(1, "a"), (2, "b"), (3, "c")]);
        var (unknown, known, from) = streams.Missing([Stream, never, later, never]);
        unknown.ShouldBe([never]);
        from.ShouldBe(2);
        known.ShouldBe([Stream, later]);
        streams.Missing([never]).Known.ShouldBeEmpty();
    }

    [Fact]
    public void only_the_very_version_is_found()
    {
        streams.CarryOn(Stream, [(1, "a"), (2, "b")]);
        streams.Find(Stream, 2).ShouldBe("ab");
        streams.Find(Stream, 3).ShouldBeNull();
        streams.Find(Stream, 1).ShouldBeNull();
        streams.Find(Guid.NewGuid(), 0).ShouldBeNull();
    }

    [Fact]
    public void a_stream_without_events_is_not_remembered()
    {
        streams.CarryOn(Stream, []).ShouldBeNull();
        streams.VersionOf(Stream).ShouldBe(0);
        streams.CarryOn(Stream, [(1, "a")]).ShouldBe("a");
    }
}
