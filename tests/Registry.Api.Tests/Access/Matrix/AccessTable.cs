using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>
/// The table as kept in Git. A block for each operation, a line for each object: <c>outcome = callers | outcome = callers</c>.
/// An outcome is a status, and the problem's code where it is not the usual one of that status; the line <c>*</c> is of those
/// callers who are answered alike for every object.
/// </summary>
internal static class AccessTable
{
    /// <summary>The one line that writes it anew, for review.</summary>
    public const string Rewrite =
        "REGISTRY_WRITE_MATRIX=1 dotnet tests/Registry.Api.Tests/bin/Debug/net10.0/Registry.Api.Tests.dll -class \"*Keeping_the_access_matrix\"";

    private const string Preface =
        "# Who may do what to what. Generated from /openapi/v1.json and what the server answers; MatrixCallers and MatrixObjects say who\n"
        + "# and what; the line * is of those who are answered alike for every object. 412: let in (writes name a version that was never\n"
        + "# there). Never edit it by hand; after\n"
        + "#   " + Rewrite + "\n"
        + "# read the difference line by line: each line is a permission.\n";

    private static readonly string[] Usual = ["401 not-authenticated", "403 role-not-allowed", "404 not-found", "412 stale-version"];

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Kept() => File.ReadAllText(FilePath());

    public static void Keep(string text) => File.WriteAllText(FilePath(), text);

    public static bool IsToBeWritten => Environment.GetEnvironmentVariable("REGISTRY_WRITE_MATRIX") == "1";

    public static string Of(IEnumerable<Cell> cells)
    {
        var text = new StringBuilder(Preface);
        var everybody = cells.Select(cell => cell.Caller).ToHashSet();
        foreach (var operation in cells.GroupBy(cell => cell.Operation.Title))
        {
            text.Append(Invariant, $"\n{operation.Key}\n");
            // Who is answered alike whatever they ask for needs one line only.
            var alike = operation.GroupBy(cell => cell.Caller)
                .Where(caller => caller.Select(cell => cell.Outcome).Distinct().Count() == 1).Select(caller => caller.Key).ToHashSet();
            if (alike.Count > 0)
                text.Append(Invariant, $"  *: {Line(operation.DistinctBy(cell => cell.Caller).Where(cell => alike.Contains(cell.Caller)), everybody)}\n");
            if (alike.Count < everybody.Count)
                foreach (var line in operation.Where(cell => !alike.Contains(cell.Caller)).GroupBy(cell => cell.Object))
                    text.Append(Invariant, $"  {line.Key}: {Line(line, everybody)}\n");
        }
        return text.ToString();
    }

    /// <summary>What is in one and not in the other, a line each, under its operation.</summary>
    public static IReadOnlyList<string> Differences(string kept, string found)
    {
        var (before, now) = (Lines(kept), Lines(found));
        return
        [
            .. before.Where(line => !now.Contains(line)).Select(line => $"- {line}"),
            .. now.Where(line => !before.Contains(line)).Select(line => $"+ {line}"),
        ];
    }

    private static string Line(IEnumerable<Cell> cells, HashSet<string> everybody) => string.Join(" | ",
        from cell in cells
        let outcome = Usual.Contains(cell.Outcome) ? cell.Outcome[..3] : cell.Outcome
        group cell.Caller by outcome into callers
        orderby callers.Key
        select $"{callers.Key} = {(everybody.SetEquals(callers) ? "everybody" : string.Join(' ', callers))}");

    private static HashSet<string> Lines(string text)
    {
        var operation = "";
        var lines = new HashSet<string>();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
            if (line[0] == ' ')
                lines.Add($"{operation}{line[1..]}");
            else
                operation = line;
        return lines;
    }

    private static string FilePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "access-matrix.txt");
}
