using System.Diagnostics;
using System.Globalization;

namespace Registry.Torture.Mutate;

/// <summary>
/// One change at a time to what is kept or handed out, each to be noticed with the right verdict at the right place, and
/// put right again (operations reference 1.2; issue 3).
/// </summary>
internal static class MutateCampaign
{
    public static async Task<int> RunAsync(Options options)
    {
        var count = options.Count ?? (options.Smoke ? 300 : 10_000);
        var random = new Random(options.Seed);
        // Some seven entries each, and a stored subtree's root every 256 of them. What is larger is only slower to check.
        await using var golden = await Golden.MakeAsync(licences: 40);
        await using var rows = await Rows.OpenAsync(golden);
        var (tally, clock) = (new Tally(), Stopwatch.StartNew());

        var rowsAlone = new RowCampaign(golden, rows, tally);
        await rowsAlone.RunAsync(random, count * 58 / 100);
        var files = new FileCampaign(golden, tally);
        files.RunExports(random, count * 10 / 100);
        files.RunBundles(random, count * 10 / 100);
        new InsertionCampaign(golden, files, tally).Run(random, count * 5 / 100);
        await files.RunRememberedAsync(random, count * 5 / 100);
        new KeyFileCampaign(golden, tally).Run(random, count * 2 / 100);
        var served = new ServedCampaign(golden, tally);
        served.RunReceipts(random, count * 5 / 100);
        served.RunMirror(random, count * 5 / 100);
        foreach (var upkeep in (string[])["vacuum full", $"reindex schema {golden.Schema}", "analyze"])
        {
            await golden.ExecuteAsync(upkeep);
            await rowsAlone.ControlAsync();
        }

        tally.Print();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F0} s"));
        return tally.Faults == 0 ? 0 : 1;
    }
}
