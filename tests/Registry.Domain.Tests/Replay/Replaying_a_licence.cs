using System.Text;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Export;
using Registry.Domain.Licences;
using Registry.Domain.Log;
using Registry.Domain.Replay;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Replay;

/// <summary>The fold of a stream out of a log, up to a point and as known at one.</summary>
public sealed class Replaying_a_licence
{
    private static readonly LicenceId Id = LicenceId.Of(new Guid("00000000-0000-4000-8000-0000000000aa"));
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    // Minted at entry 10, suspended at 20, restored at 30; an hour apart.
    private static readonly SeenEntry[] Entries =
    [
        Entry(10, 1, "licence_minted.v1", Stored("licence_minted.v1")),
        Entry(20, 2, "licence_suspended.v1", Stored("licence_suspended.v1")),
        Entry(30, 3, "licence_restored.v1", Stored("licence_restored.v1")),
    ];

    [Theory]
    [InlineData(null, null, null, "InForce", 30)]
    [InlineData(30L, null, null, "InForce", 30)]
    [InlineData(29L, null, null, "Suspended", 20)]
    [InlineData(null, 1.0, null, "Suspended", 20)]
    [InlineData(null, 0.99, null, "InForce", 10)]
    [InlineData(null, null, 20L, "Suspended", 20)]
    [InlineData(null, 9.0, 10L, "InForce", 10)]
    public void goes_to_the_last_entry_that_counts(long? index, double? hours, long? known, string status, long last)
    {
        var asOf = new AsOf(index, hours is { } after ? Noon.AddHours(after) : null, known);
        using var state = JsonDocument.Parse(Replayed(asOf, Entries).ToJson()!);
        state.RootElement.GetProperty("state").GetProperty("status").GetString().ShouldBe(status);
        state.RootElement.GetProperty("index").GetInt64().ShouldBe(last);
    }

    [Fact]
    public void gives_nothing_before_the_first_entry() =>
        Replayed(new AsOf(9, null, null), Entries).ShouldSatisfyAllConditions(r => r.ToJson().ShouldBeNull(), r => r.Fault.ShouldBeNull());

    [Fact]
    public void shows_personal_values_as_they_are_sealed()
    {
        using var state = JsonDocument.Parse(Replayed(AsOf.Now, Entries).ToJson()!);
        state.RootElement.GetProperty("state").GetProperty("face").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["data", "origin", "subject"]);
    }

    [Fact]
    public void writes_canonical_json() =>
        JsonCanonicalizer.IsCanonical(Replayed(AsOf.Now, Entries).ToJson().AsSpan(..^1)).ShouldBeTrue();

    [Fact]
    public void passes_over_other_streams() => Replayed(AsOf.Now,
        [Entries[0], new(11, Entries[0].Entry with { Stream = Guid.Empty }, null), Entries[1]]).Fault.ShouldBeNull();

    [Fact]
    public void takes_entries_of_a_log_before_whenever_they_come() => Replayed(AsOf.Now,
        [Entries[2], Entries[0] with { Index = -2 }, Entries[1] with { Index = -1 }]).ToJson().ShouldBe(Replayed(AsOf.Now, Entries).ToJson());

    [Fact]
    public void does_not_guess_over_a_gap() =>
        Replayed(AsOf.Now, [Entries[0], Entries[2]]).Fault.ShouldBe(new(ReplayFault.EventMissing, 30, "Version 2 is not there."));

    [Fact]
    public void does_not_guess_a_withheld_payload() =>
        Replayed(AsOf.Now, [Entries[0], Entries[1] with { Data = null }]).Fault!.Code.ShouldBe(ReplayFault.PayloadWithheld);

    [Theory]
    [InlineData("licence_transmuted.v1", "{}")]
    [InlineData("licence_suspended.v1", "{\"on\":7}")]
    [InlineData("case_approved.v1", "{\"on\":\"2026-11-25\"}")]
    public void does_not_fold_what_it_does_not_know(string type, string data) =>
        Replayed(AsOf.Now, [Entries[0], Entry(20, 2, type, data)]).Fault!.Code.ShouldBe(ReplayFault.EventUnknown);

    [Fact]
    public void does_not_begin_in_the_middle() =>
        Replayed(AsOf.Now, [Entry(10, 1, "licence_suspended.v1", Stored("licence_suspended.v1"))]).Fault!.Code
            .ShouldBe(ReplayFault.EventUnknown);

    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2]}}""", """{"b":{"c":[1,2]},"a":1}""", null)]
    [InlineData("""{"a":1,"b":{"c":[1,2]}}""", """{"a":1,"b":{"c":[1,3]}}""", "$.b.c[1]")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", "$.b")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "$.a[1]")]
    [InlineData("""{"a":"1"}""", """{"a":1}""", "$.a")]
    public void names_the_first_difference(string one, string other, string? path)
    {
        using var a = JsonDocument.Parse(one);
        using var b = JsonDocument.Parse(other);
        StateComparison.FirstDifference(a.RootElement, b.RootElement).ShouldBe(path);
    }

    private static StreamReplay Replayed(AsOf asOf, IEnumerable<SeenEntry> entries)
    {
        var replay = StreamReplay.OfLicence(Id, asOf);
        foreach (var entry in entries)
            replay.Take(entry);
        return replay;
    }

    private static SeenEntry Entry(long index, long version, string type, string data) => new(
        index,
        new LogEntry
        {
            Log = "registry.example/log/340100", Id = Guid.Empty, Type = type, Stream = Id.Value, Version = version,
            Time = Noon.AddHours(version - 1), Commit = LogHash.Sha256(Encoding.UTF8.GetBytes(data)),
        },
        JsonDocument.Parse(data).RootElement);

    private static string Stored(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "events", $"{name}.json"));
}
