using Registry.Projections.Log.Fsck;

namespace Registry.Torture.Mutate;

/// <summary>Rows of tables, judged by fsck: a finding, of the table's class, at the right entry.</summary>
internal sealed class RowCampaign(Golden golden, Rows rows, Tally tally)
{
    private const int BetweenControls = 250;

    public async Task RunAsync(Random random, int count)
    {
        await ControlAsync();
        for (var done = 0; done < count;)
        {
            if (await NextAsync(random) is not { } change)
                continue;
            tally.Add(change.Table, change.What, await FaultOfAsync(change));
            await rows.UndoAsync(change);
            if (++done % BetweenControls != 0)
                continue;
            await ControlAsync();
            Console.WriteLine($"  {done} of {count} changes of rows");
        }
        await ControlAsync();
    }

    /// <summary>Nothing changed: nothing found.</summary>
    public async Task ControlAsync() => tally.Control(
        "rows", (await golden.CheckAsync()).Findings is [var first, ..] ? $"{first.Code} at {first.Index}: {first.Detail}" : null);

    private async Task<Change?> NextAsync(Random random)
    {
        // By column, so that each is changed about as often as any other.
        var column = rows.Columns[random.Next(rows.Columns.Count)];
        return random.Next(8) switch
        {
            // A publication that is gone, or is there twice, is nothing that the others contradict: see the threat model.
            0 when column.Table != "log_publication" => await rows.DeleteAsync(random, column.Table),
            1 when column.Table != "log_publication" => await rows.PlantAsync(random, column.Table),
            2 => await rows.SwapAsync(random, column.Table),
            3 when column.Table is "mt_events" or "log_entry" or "log_checkpoint" => await rows.CutTailAsync(random, column.Table),
            _ => await rows.ChangeValueAsync(random, column),
        };
    }

    private async Task<string?> FaultOfAsync(Change change)
    {
        try
        {
            return FaultOf(change, await golden.CheckAsync());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A check that stumbles gives no verdict.
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static string? FaultOf(Change change, FsckReport report)
    {
        if (report.Findings.Count == 0)
            return "not noticed";
        if (!report.Findings.Any(found => Protected.Explains(change.Table, found.Code)))
            return $"told as {string.Join(", ", report.Findings.Select(found => found.Code))}";
        var first = report.Findings.Where(found => found.Index is not null && !IsElsewhere(found.Code)).Min(found => found.Index);
        return change.Entry is { } entry && first is { } index && index != entry ? $"told of entry {first}, not {entry}" : null;
    }

    // Their index is a size, a subtree's first entry, or that of the last event of a row.
    private static bool IsElsewhere(string code) =>
        code.StartsWith("read-model-", StringComparison.Ordinal) || code.StartsWith("subtree-", StringComparison.Ordinal) || code.StartsWith("head-", StringComparison.Ordinal)
        || code.StartsWith("checkpoint-", StringComparison.Ordinal) || code.StartsWith("publication-", StringComparison.Ordinal);
}
