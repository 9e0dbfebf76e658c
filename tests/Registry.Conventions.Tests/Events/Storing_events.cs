using System.Text.Json;
using JasperFx;
using Marten;
using Npgsql;
using Registry.Conventions.Tests.Source;
using Registry.Domain.Events;
using Registry.Projections;

namespace Registry.Conventions.Tests.Events;

/// <summary>
/// A shipped event never changes its stored shape. To record a new event's vector, run with REGISTRY_RECORD_VECTORS=1 and
/// read what was written; a vector that exists is never overwritten.
/// </summary>
public sealed class Storing_events
{
    private static readonly string Vectors = Path.Combine(Repository.Root, "tests", "vectors", "events");

    public static TheoryData<string> Names => [.. EventCatalogue.Names.Values];

    [Fact]
    public void has_a_sample_of_every_event() =>
        Samples.All.Select(sample => sample.GetType()).OrderBy(type => type.FullName)
            .ShouldBe(EventCatalogue.Names.Keys.OrderBy(type => type.FullName));

    [Fact]
    public void has_no_vector_of_an_event_that_is_gone() =>
        Directory.EnumerateFiles(Vectors).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
            .ShouldBe(EventCatalogue.Names.Values.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void writes_what_it_always_wrote(string name)
    {
        var path = Path.Combine(Vectors, $"{name}.json");
        var json = Serializer().ToJson(SampleOf(name)) + "\n";
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("REGISTRY_RECORD_VECTORS") == "1")
            File.WriteAllText(path, json);
        json.ShouldBe(File.ReadAllText(path));
    }

    [Theory, MemberData(nameof(Names))]
    public void reads_back_what_was_ever_written(string name)
    {
        var sample = SampleOf(name);
        using var stored = File.OpenRead(Path.Combine(Vectors, $"{name}.json"));
        var read = Serializer().FromJson(sample.GetType(), stored);
        read.ShouldBeOfType(sample.GetType());
        Same(read, sample).ShouldBeTrue($"{read}\nis not\n{sample}");
    }

    /// <summary>A verifier without the store replays the same events from the same bytes.</summary>
    [Theory, MemberData(nameof(Names))]
    public void reads_back_the_same_without_the_store(string name)
    {
        using var stored = JsonDocument.Parse(File.ReadAllText(Path.Combine(Vectors, $"{name}.json")));
        var read = StoredEvents.Read(name, stored.RootElement);
        Same(read, SampleOf(name)).ShouldBeTrue($"{read}\nis not\n{SampleOf(name)}");
        JsonSerializer.Serialize(read, StoredEvents.Json).ShouldBe(Serializer().ToJson(read));
    }

    [Fact]
    public void writes_and_reads_members_that_were_added_later_the_same_for_ever()
    {
        foreach (var (name, sample) in Samples.Added)
        {
            var path = Path.Combine(Vectors, "added", $"{name}.json");
            var json = Serializer().ToJson(sample) + "\n";
            if (!File.Exists(path) && Environment.GetEnvironmentVariable("REGISTRY_RECORD_VECTORS") == "1")
                File.WriteAllText(path, json);
            json.ShouldBe(File.ReadAllText(path));
            using var stored = JsonDocument.Parse(json);
            Same(StoredEvents.Read(name[..name.LastIndexOf('.')], stored.RootElement), sample).ShouldBeTrue(name);
        }
    }

    private static object SampleOf(string name) =>
        Samples.All.Single(sample => EventCatalogue.Names[sample.GetType()] == name);

    private static ISerializer Serializer()
    {
        using var nowhere = NpgsqlDataSource.Create("Host=nowhere.invalid");
        var options = new StoreOptions();
        RegistryStore.Configure(options, nowhere, "none", TimeProvider.System, AutoCreate.None);
        return options.Serializer();
    }

    // Records compare lists and sealed values by reference; here their content counts.
    private static bool Same(object? one, object? other) => (one, other) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => a == b,
        (System.Collections.IEnumerable a, System.Collections.IEnumerable b) =>
            a.Cast<object>().ToArray() is var left && b.Cast<object>().ToArray() is var right
            && left.Length == right.Length && left.Zip(right).All(pair => Same(pair.First, pair.Second)),
        _ when one.Equals(other) => true,
        _ => one.GetType() == other.GetType() && one.GetType().GetProperties() is { Length: > 0 } members
            && members.All(member => Same(member.GetValue(one), member.GetValue(other))),
    };
}
