using System.Globalization;
using System.Security.Cryptography;
using Registry.Benchmarks.Harness;
using Registry.Benchmarks.Verify;
using Registry.Domain.Signatures;

namespace Registry.Benchmarks;

/// <summary>
/// registry-verify, a process of its own, over a generated log: entries a second against bare ES256 verifications on all
/// cores, with and without what the tool's start costs, and whether a log four times as long needs more memory.
/// </summary>
internal static class VerifyBenchmark
{
    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var quarter = await GeneratedHistory.OfAsync(pace.Rows);
        await using var whole = await GeneratedHistory.OfAsync(4 * pace.Rows);
        (string Command, Func<GeneratedHistory, string> File, string What)[] contenders =
        [
            ("export", history => history.Export, "export"),
            ("bundle", history => history.Everything, "bundle of everything"),
            ("bundle", history => history.Period, "bundle of a period, a proof each"),
        ];

        var bare = new Timings();
        var (timings, further) = (contenders.Select(_ => new Timings()).ToArray(), contenders.Select(_ => new Timings()).ToArray());
        var peaks = new long[contenders.Length, 2];
        for (var round = 0; round < pace.Rounds; round++)
        {
            VerifyOnAllCores(pace, bare);
            foreach (var (place, (command, file, _)) in contenders.Index())
            {
                var start = await VerifierRun.OfAsync(command, file(quarter), quarter.VerifierKey);
                var run = await VerifierRun.OfAsync(command, file(whole), whole.VerifierKey);
                timings[place].Add(whole.Size, run.Elapsed);
                further[place].Add(whole.Size - quarter.Size, run.Elapsed - start.Elapsed);
                (peaks[place, 0], peaks[place, 1]) = (Math.Max(peaks[place, 0], start.PeakMemory), Math.Max(peaks[place, 1], run.PeakMemory));
            }
        }

        table.Add("verify", $"ES256 verifications, {Environment.ProcessorCount} cores", bare);
        foreach (var (place, (_, _, what)) in contenders.Index())
        {
            table.Add("verify", $"{what}, {whole.Size:N0} entries, start of the tool included", timings[place], to: bare);
            table.Add("verify", $"… each entry beyond {quarter.Size:N0}", further[place], to: bare);
            table.Add(
                "verify",
                string.Create(CultureInfo.InvariantCulture, $"… its peak working set, {Megabytes(peaks[place, 1])} MB; with {quarter.Size:N0} entries {Megabytes(peaks[place, 0])} MB"),
                (double)peaks[place, 1] / peaks[place, 0]);
        }
    }

    private static void VerifyOnAllCores(Pace pace, Timings timings)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
        using var verifier = Es256.Scheme.ImportPublicKey(signer.PublicKeySpki)!;
        var message = RandomNumberGenerator.GetBytes(330);
        var signature = signer.Sign(message);
        timings.Add(Load.OnAllCores(pace, () => verifier.Verify(message, signature)));
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture);
}
