using System.Runtime.CompilerServices;

namespace Registry.Conventions.Tests.Source;

/// <summary>The sources these tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    public static IEnumerable<(string Path, string Text)> SourcesOf(string project) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
        where !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select (path, File.ReadAllText(path));

    private static string Here([CallerFilePath] string path = "") => path;
}
