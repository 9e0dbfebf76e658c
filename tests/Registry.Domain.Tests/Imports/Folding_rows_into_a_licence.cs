using Registry.Domain.Imports;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Imports;

public sealed class Folding_rows_into_a_licence
{
    private static readonly (string, string)[] Issue = [("id", "1")];

    private static readonly (string, string)[] Renewal =
        [("id", "2"), ("type", "RENEW"), ("from", "2018-01-01"), ("until", "2019-12-31")];

    [Fact]
    public void begins_with_version_001_and_says_what_the_row_was()
    {
        var opening = Fold(Registers.Row(2, Renewal)).Events.ShouldHaveSingleItem().ShouldBeOfType<LicenceEvent.Imported>();
        opening.Identifier.Version.ShouldBe(1);
        opening.Opening.ShouldBe(RowKind.Renewal);
        opening.Source.ShouldBe(new SourceRow("demo", "2", Registers.Row(2, Renewal).Digest));
        opening.Face.Subject.Value.ShouldBe("tag-of-X-1");
    }

    [Fact]
    public void gives_each_of_several_holders_the_face_for_themself_as_each_row_names_them()
    {
        (string, string)[] two = [("name", "甲、乙"), ("code", "1、2")];
        var issue = Registers.Joint(2, two);
        var renewal = Registers.Joint(3, [.. Renewal, ("name", "甲、丙"), ("code", "1、3")]);
        var moved = Registers.Joint(4, ("id", "3"), ("type", "MOVE"), ("from", "2018-02-01"), ("until", "2019-12-31"), ("name", "甲"), ("code", "1"));
        var again = Registers.Joint(5, ("id", "4"), ("type", "MOVE"), ("from", "2018-03-01"), ("until", "2019-12-31"), ("name", "甲"), ("code", "1"));

        Held(issue).ShouldBe([["tag-of-1", "tag-of-2"]]);
        Held(issue, renewal, moved, again).ShouldBe(
            [["tag-of-1", "tag-of-2"], ["tag-of-1", "tag-of-3"], ["tag-of-1"], ["tag-of-1"]]);
        var events = Fold(issue, renewal, moved, again).Events;
        var other = (LicenceFace)((IPersonal)((LicenceEvent.Imported)events[0]).Others![0]).Clear!;
        (other.Holder.Name, other.Fields["tradeName"]).ShouldBe(("乙", "青禾"));
        ((LicenceEvent.Changed)events[2]).Others.ShouldBeEmpty();
        // As rows of one holder were stored before there were several.
        ((LicenceEvent.Changed)events[3]).Others.ShouldBeNull();
        ((LicenceEvent.Imported)Fold(Registers.Row(2, Issue)).Events[0]).Others.ShouldBeNull();
    }

    [Fact]
    public void goes_through_the_rows_in_the_mappings_order_not_the_files()
    {
        var history = Fold(Registers.Row(2, Renewal), Registers.Row(3, Issue));
        history.Faults.ShouldBeEmpty();
        history.Accepted.Select(row => row.RowNumber).ShouldBe([3, 2]);
        history.Events[1].ShouldBeOfType<LicenceEvent.Renewed>().Identifier.Version.ShouldBe(2);
    }

    [Fact]
    public void gives_a_change_a_version_of_its_own()
    {
        var moved = Registers.Row(3, ("id", "2"), ("type", "MOVE"), ("from", "2016-01-01"));
        var change = Fold(Registers.Row(2, Issue), moved).Events[1].ShouldBeOfType<LicenceEvent.Changed>();
        change.Identifier.Version.ShouldBe(2);
        change.Term.Until.ShouldBe(new DateOnly(2017, 12, 31));
    }

    [Theory]
    [InlineData("REV", typeof(LicenceEvent.Revoked), LicenceStatus.Revoked)]
    [InlineData("OFF", typeof(LicenceEvent.Cancelled), LicenceStatus.Cancelled)]
    [InlineData("HELD", typeof(LicenceEvent.Suspended), LicenceStatus.Suspended)]
    public void ends_in_the_rows_status_on_the_statuss_date(string status, Type ending, LicenceStatus expected)
    {
        var row = Registers.Row(2, ("status", status), ("since", "2016-06-01"));
        var events = Fold(row).Events;
        events.Count.ShouldBe(2);
        events[1].ShouldBeOfType(ending);
        events.Aggregate((Licence?)null, (state, fact) => Licence.Evolve(state, row.Licence, fact))!.Status.ShouldBe(expected);
    }

    [Theory]
    [InlineData("OFF", "licence-final")]
    [InlineData("REV", "licence-final")]
    [InlineData("HELD", "licence-not-in-force")]
    public void refuses_what_follows_a_state_that_ends_or_holds(string status, string code)
    {
        var history = Fold(
            Registers.Row(2, ("status", status), ("since", "2016-06-01")), Registers.Row(3, Renewal));
        history.Accepted.Count.ShouldBe(1);
        history.Faults.ShouldHaveSingleItem().ShouldBe(new RowFault(3, null, code));
    }

    [Fact]
    public void refuses_a_renewal_that_does_not_last_longer() =>
        Fold(Registers.Row(2, Issue), Registers.Row(3, ("id", "2"), ("type", "RENEW"), ("from", "2016-01-01")))
            .Faults.ShouldHaveSingleItem().Code.ShouldBe("licence-term-not-later");

    [Fact]
    public void refuses_a_renewal_of_what_has_no_end() =>
        Fold(Registers.Row(2, [.. Issue, ("until", "")]), Registers.Row(3, Renewal))
            .Faults.ShouldHaveSingleItem().Code.ShouldBe("licence-term-not-later");

    [Fact]
    public void refuses_a_second_issue() =>
        Fold(Registers.Row(2, Issue), Registers.Row(3, ("id", "2"), ("from", "2018-01-01"), ("until", "2019-12-31")))
            .Faults.ShouldHaveSingleItem().Code.ShouldBe("import-issue-not-first");

    [Fact]
    public void lets_terms_overlap_and_leave_gaps()
    {
        var early = Registers.Row(3, ("id", "2"), ("type", "RENEW"), ("from", "2017-06-01"), ("until", "2019-12-31"));
        var late = Registers.Row(4, ("id", "3"), ("type", "RENEW"), ("from", "2022-01-01"), ("until", "2023-12-31"));
        Fold(Registers.Row(2, Issue), early, late).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void goes_on_after_a_refused_row()
    {
        var history = Fold(
            Registers.Row(2, Issue), Registers.Row(3, ("id", "2"), ("from", "2016-01-01")), Registers.Row(4, Renewal));
        history.Accepted.Select(row => row.RowNumber).ShouldBe([2, 4]);
        history.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void continues_a_licence_that_is_known()
    {
        var row = Registers.Row(2, Issue);
        var known = Fold(row).Events.Aggregate((Licence?)null, (state, fact) => Licence.Evolve(state, row.Licence, fact));
        var further = LicenceImport.Fold("demo", known, [Registers.Row(3, Renewal)], Registers.TagOf);
        further.Events.ShouldHaveSingleItem().ShouldBeOfType<LicenceEvent.Renewed>().Identifier.Version.ShouldBe(2);
    }

    [Fact]
    public void refuses_a_row_that_belongs_before_what_is_known()
    {
        var row = Registers.Row(2, Renewal);
        var known = Fold(row).Events.Aggregate((Licence?)null, (state, fact) => Licence.Evolve(state, row.Licence, fact));
        LicenceImport.Fold("demo", known, [Registers.Row(3, ("id", "9"), ("type", "MOVE"))], Registers.TagOf)
            .Faults.ShouldHaveSingleItem().Code.ShouldBe("import-out-of-order");
    }

    /// <summary>Who holds it after each of the rows.</summary>
    private static IEnumerable<string[]> Held(params RegisterRow[] rows) =>
        from count in Enumerable.Range(1, rows.Length)
        let licence = Fold(rows[..count]).Events.Aggregate((Licence?)null, (state, fact) => Licence.Evolve(state, rows[0].Licence, fact))
        select licence.Holders.Select(holder => holder.Value).ToArray();

    private static ImportedHistory Fold(params RegisterRow[] rows) =>
        LicenceImport.Fold("demo", current: null, rows, Registers.TagOf);
}
