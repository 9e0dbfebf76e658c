using System.Reflection;
using JasperFx.Events;
using Marten;
using Marten.Events;

namespace Registry.Conventions.Tests.Source;

/// <summary>
/// The analyzer passes over an id that names nothing, so a new version of Marten could lift a ban unnoticed. Here every
/// id is looked up, and every operation that rewrites, hides or goes round the one write path must be on the list.
/// </summary>
public sealed class Banning_marten_s_rewriting_operations
{
    private static readonly string[] Forbidden =
    [
        "Append", "AppendOptimistic", "AppendExclusive", "ArchiveStream", "TombstoneStream", "CompactStreamAsync",
        "OverwriteEvent", "CompletelyReplaceEvent", "ApplyEventDataMasking", "AddMaskingRuleForProtectedInformation",
        "BulkInsertEventsAsync", "BulkInsertEventStreamAsync", "DeleteAllTenantDataAsync", "DeleteAllEventDataAsync",
        "AdvanceHighWaterMarkToLatestAsync", "CompletelyRemoveAsync", "CompletelyRemoveAllAsync", "ResetAllData",
        "EnableEventSkippingInProjectionsOrSubscriptions", "TryFastForwardVersion",
        "OpenSession", "OpenSerializableSessionAsync", "LightweightSession", "LightweightSerializableSessionAsync",
        "IdentitySession", "IdentitySerializableSessionAsync", "DirtyTrackedSession", "DirtyTrackedSerializableSessionAsync",
    ];

    /// <summary>Where those operations are offered to callers; the rest of Marten is its own inside.</summary>
    private static readonly Type[] Surface =
    [
        typeof(IDocumentStore), typeof(DocumentStore), typeof(AdvancedOperations), typeof(Marten.Schema.IDocumentCleaner),
        typeof(JasperFx.Events.IEventOperations), typeof(Marten.Events.IEventOperations),
        typeof(JasperFx.Events.IEventStoreOperations), typeof(Marten.Events.IEventStoreOperations),
        typeof(JasperFx.Events.IEventStream<>), typeof(IEventStoreOptions), typeof(EventGraph), typeof(IEventStore),
    ];

    private static IEnumerable<MemberInfo> Members => Surface.Distinct().SelectMany(type => type.GetMembers(
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    [Fact]
    public void leaves_none_out() => Ids(Members.Where(member => Forbidden.Contains(member.Name)))
        .Except(Banned().Select(ban => ban.Id)).ShouldBeEmpty();

    [Fact]
    public void names_only_what_exists() => Banned().Select(ban => ban.Id)
        .Where(id => id.Contains("Marten", StringComparison.Ordinal) || id.Contains("JasperFx", StringComparison.Ordinal))
        .Except(Ids(Members)).ShouldBeEmpty();

    [Fact]
    public void gives_a_reason_for_each() => Banned().ShouldAllBe(ban => ban.Reason.Length > 10);

    [Fact]
    public void reaches_the_projects_that_use_marten()
    {
        foreach (var project in (string[])["Registry.Projections", "Registry.Api"])
            File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
                .ShouldContain("../BannedSymbols.Marten.txt");
        File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig")).ShouldContain("dotnet_diagnostic.RS0030.severity = error");
    }

    [Fact]
    public void is_lifted_in_few_places_each_with_its_reason()
    {
        var lifted = (string[])["Registry.Projections", "Registry.Api", "Registry.Domain"];
        var lines = lifted.SelectMany(Repository.SourcesOf)
            .SelectMany(source => source.Text.Split('\n'))
            .Where(line => line.Contains("#pragma warning disable RS0030", StringComparison.Ordinal)).ToArray();
        lines.ShouldAllBe(line => line.Contains("RS0030 // ", StringComparison.Ordinal));
        lines.Length.ShouldBeLessThanOrEqualTo(6);
    }

    private static IEnumerable<string> Ids(IEnumerable<MemberInfo> members) => members.SelectMany(member => member switch
    {
        MethodInfo { IsSpecialName: false } method => [DocumentationId.Of(method)],
        PropertyInfo property => [DocumentationId.Of(property)],
        _ => (IEnumerable<string>)[],
    });

    private static IEnumerable<(string Id, string Reason)> Banned() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, "src", "BannedSymbols.Marten.txt"))
        where line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
        let parts = line.Split(';', 2)
        select (parts[0], parts.ElementAtOrDefault(1) ?? "");
}
