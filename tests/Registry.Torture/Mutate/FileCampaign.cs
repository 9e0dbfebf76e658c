using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Torture.Mutate;

/// <summary>What leaves the server or lies beside the database: exports, bundles, the remembered checkpoint.</summary>
internal sealed class FileCampaign(Golden golden, Tally tally)
{
    private readonly BundleDemands demands = new(TimeProvider.System.GetUtcNow()) { Key = golden.Log.Key };

    public void RunExports(Random random, int count)
    {
        tally.Control("export", Verify(golden.Export).Outcome is ExportOutcome.Ok ? null : "refused");
        var starts = LineStarts(golden.Export);
        for (var i = 0; i < count; i++)
        {
            var changed = Bytes.Other(random, golden.Export);
            tally.Add("export", $"change {i}", FaultOf(changed, starts));
        }
    }

    public void RunBundles(Random random, int count)
    {
        foreach (var bundle in golden.Bundles)
            tally.Control("bundle", Judge(bundle).Verdict.Outcome is ExportOutcome.Ok ? null : Judge(bundle).Verdict.Code);
        for (var i = 0; i < count; i++)
        {
            var bundle = golden.Bundles[random.Next(golden.Bundles.Count)];
            if (i % 2 == 0)
                tally.Add("bundle", $"bytes {i}", FaultOfBytes(bundle, Bytes.Other(random, bundle)));
            else
                RunMember(random, bundle);
        }
    }

    /// <summary>The start of the log must refuse a remembered checkpoint that is not what was signed.</summary>
    public async Task RunRememberedAsync(Random random, int count)
    {
        var file = golden.RememberedFile;
        var sound = await File.ReadAllBytesAsync(file);
        tally.Control("remembered checkpoint", await RefusalAsync());
        for (var i = 0; i < count; i++)
        {
            var changed = Bytes.Other(random, sound);
            await File.WriteAllBytesAsync(file, changed);
            tally.Add("remembered checkpoint", $"change {i}", await RefusalAsync() is null ? "accepted" : null);
        }
        await File.WriteAllBytesAsync(file, sound);
        tally.Control("remembered checkpoint", await RefusalAsync());
    }

    private string? FaultOf(byte[] changed, List<int> starts)
    {
        var verdict = Verify(changed);
        if (verdict.Outcome is ExportOutcome.Ok)
            return "accepted";
        var at = changed.AsSpan().CommonPrefixLength(golden.Export);
        // Where bytes repeat, the first that differs may be just behind a line's end.
        var line = starts.FindLastIndex(start => start <= at);
        return verdict.Index is { } index && Math.Abs(line - 1 - index) > 1 ? $"told of entry {index}, not {line - 1}" : null;
    }

    private ExportVerdict Verify(byte[] export)
    {
        using var input = new MemoryStream(export);
        return ExportLines.Verify(input, new ExportVerifier(golden.Log.Key));
    }

    // The zip's own times, attributes and checksums are nobody's evidence: what is in it decides.
    private string? FaultOfBytes(byte[] sound, byte[] changed)
    {
        var report = Judge(changed);
        return report.Verdict.Outcome is ExportOutcome.Ok && Told(report) != Told(Judge(sound)) ? "accepted as another bundle" : null;
    }

    private static string Told(BundleReport report) => (report.Summary! with { Suspects = [] }).ToString();

    internal BundleReport Judge(byte[] bundle)
    {
        using var input = new MemoryStream(bundle);
        return new BundleVerifier(demands).Verify(input);
    }

    // A forger makes the digests fit, and cannot make the log have signed it.
    private void RunMember(Random random, byte[] bundle)
    {
        var members = Read(bundle);
        var signed = members.Keys.Where(name => name is not (BundleFormat.Manifest or BundleFormat.Policy or BundleFormat.Sums)).ToArray();
        var name = signed[random.Next(signed.Length)];
        var forged = random.Next(2) == 0;
        if (random.Next(10) == 0)
            members.Remove(name);
        else
            members[name] = Bytes.Other(random, members[name]);
        if (forged)
            MakeDigestsAnew(members);
        var verdict = Judge(Write(members)).Verdict;
        tally.Add(
            forged ? "bundle, digests made anew" : "bundle, a member", name,
            verdict.Outcome is ExportOutcome.Ok ? "accepted"
            : verdict.Outcome is ExportOutcome.Stale ? $"told as {verdict.Code}" : null);
    }

    internal static Dictionary<string, byte[]> Read(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        });
    }

    internal static void MakeDigestsAnew(Dictionary<string, byte[]> members) =>
        members[BundleFormat.Sums] = Encoding.ASCII.GetBytes(string.Concat(members.Where(member => member.Key != BundleFormat.Sums)
            .Select(member => $"{Convert.ToHexStringLower(SHA256.HashData(member.Value))}  {member.Key}\n")));

    internal static byte[] Write(Dictionary<string, byte[]> members)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in members)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return output.ToArray();
    }

    private async Task<string?> RefusalAsync()
    {
        Sequencer? leader = null;
        await Eventually.HoldsAsync("the last leader's connection is closed", async () => (leader = await Sequencer.TryLeadAsync(
            golden.Runtime.Database.Unpooled, golden.Schema, golden.Log.Id, CancellationToken.None)) is not null);
        await using var sequencer = leader!;
        try
        {
            await Publisher.StartAsync(
                sequencer, token => golden.Runtime.RenewKeysAsync(golden.Log, token), golden.Runtime.LogReader, golden.Schema,
                new SignedHead(golden.Runtime.Settings.CheckpointDirectory), CancellationToken.None);
            return null;
        }
        catch (LogRefusedException refusal)
        {
            return refusal.Message;
        }
    }

    private static List<int> LineStarts(byte[] text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length - 1; i++)
            if (text[i] == '\n')
                starts.Add(i + 1);
        return starts;
    }
}
