using System.Reflection;
using System.Xml.Linq;
using Registry.Api.Commands;
using Registry.Domain;
using Registry.Projections;

namespace Registry.Conventions.Tests.Source;

/// <summary>Api → Projections → Domain, Verifier → Domain; nothing points back.</summary>
public sealed class Depending_on_projects
{
    [Fact]
    public void leaves_the_domain_with_the_base_library_and_bouncy_castle() =>
        Foreign(typeof(Refusal).Assembly).ShouldBe(["BouncyCastle.Cryptography"]);

    [Fact]
    public void keeps_the_web_out_of_the_projections()
    {
        var foreign = Foreign(typeof(EventCatalogue).Assembly);
        foreign.ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        foreign.ShouldNotContain("Registry.Api");
    }

    [Theory]
    [InlineData("Registry.Domain")]
    [InlineData("Registry.Projections", "Registry.Domain")]
    [InlineData("Registry.Verifier", "Registry.Domain")]
    [InlineData("Registry.Api", "Registry.Projections")]
    public void is_written_down_in_the_project_files(string project, params string[] allowed)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
        file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .ShouldBe(allowed);
    }

    [Fact]
    public void keeps_files_small()
    {
        foreach (var project in (string[])["Registry.Domain", "Registry.Projections", "Registry.Api", "Registry.Verifier"])
            foreach (var (path, text) in Repository.SourcesOf(project))
                text.Count(c => c == '\n').ShouldBeLessThanOrEqualTo(300, path);
    }

    [Fact]
    public void lets_only_the_runner_and_its_like_write_history()
    {
        // Commands, the import, batches, the authority's founding and the judge of looks append; an endpoint that did would go round the runner.
        var writers = Repository.SourcesOf("Registry.Api")
            .Where(source => source.Text.Contains("SaveChangesAsync(", StringComparison.Ordinal) && !source.Path.EndsWith("Judging.cs", StringComparison.Ordinal))
            .Select(source => Path.GetFileName(Path.GetDirectoryName(source.Path)!)).Distinct();
        writers.ShouldBeSubsetOf(["Commands", "Authorities", "Imports", "Import", "LicenceBatches"]);
        typeof(CommandRunner).IsPublic.ShouldBeFalse();
    }

    private static string[] Foreign(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not "netstandard" and not "mscorlib")
            .Order(StringComparer.Ordinal)];
}
