using Registry.Domain.Bundle;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Bundle;

/// <summary>A value is erased where an erasure destroyed its key: by person and key number, whatever stream it stands in.</summary>
public sealed class Telling_erased_values
{
    [Theory]
    [InlineData("s", null, 1)]
    [InlineData("s", 2, 1)]
    [InlineData("s", 3, 0)] // of who came back
    [InlineData("other", null, 0)]
    public void goes_by_person_and_key_number(string subject, int? key, int erased)
    {
        SmallBundle log = new(Holding(Value(subject, key)), Erasing("s", 2));
        log.Verify(log.Everything()).Summary!.ErasedValues.ShouldBe(erased);
        var members = log.Members(new BundleScope.Period(0, log.Size), [.. Enumerable.Range(0, (int)log.Size)]);
        var report = log.Verify(members);
        report.Completeness!.Code.ShouldBe("bundle-complete");
        (report.Summary!.ErasedValues, report.Summary.Erased).ShouldBe((erased, 0));
    }

    [Fact]
    public void counts_each_value_and_nothing_that_only_looks_like_one()
    {
        const string names = """{"subject":"s"}""";
        SmallBundle log = new(Holding(Value("s", 1), Value("s", 2), Value("t", null), names, "\"s\""), Erasing("t", 1), Erasing("s", 1), Erasing("s", 2));
        log.Verify(log.Everything()).Summary!.ErasedValues.ShouldBe(3);
    }

    [Fact]
    public void needs_the_erasure()
    {
        SmallBundle log = new(Holding(Value("s", 1)));
        log.Verify(log.Everything()).Summary!.ErasedValues.ShouldBe(0);
    }

    private static string Value(string subject, int? key) =>
        $$"""{"data":"AAAA",{{(key is null ? "" : $"\"key\":{key},")}}"origin":"e/reason","subject":"{{subject}}"}""";

    private static Fact Holding(params string[] values) => new(
        "objection_raised.v1", Guid.NewGuid(), $"{{{string.Join(',', values.Select((value, i) => $"\"m{i}\":{value}"))}}}", SmallExport.AuthorityKey);

    private static Fact Erasing(string subject, int key) =>
        new("subject_erased.v1", Guid.NewGuid(), $$"""{"key":{{key}},"streams":[],"subject":"{{subject}}"}""", SmallExport.AuthorityKey);
}
