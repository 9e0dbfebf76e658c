using System.Buffers.Binary;
using Registry.Domain.Bundle;
using Registry.Domain.Export;

namespace Registry.Torture.Mutate;

/// <summary>
/// Files put into bundles, with and without a digest, named by the zip's directory or hidden before it: each is refused.
/// </summary>
internal sealed class InsertionCampaign(Golden golden, FileCampaign bundles, Tally tally)
{
    private static readonly string[] Foreign =
    [
        "readme.txt", "../checkpoint", "/etc/passwd", "Checkpoint", "bundle.json ", "entries.jsonl/", "timestamps/", "timestamps/0.tst",
        "timestamps/01.tst", "timestamps/65.tst", "timestamps\\1.tst", "consistency/-1", "consistency/01", "before/0.jsonl", "policy.txt.bak",
        ".hidden", "__MACOSX/checkpoint", "证据.txt", "a/b/c",
    ];

    public void Run(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var bundle = golden.Bundles[random.Next(golden.Bundles.Count)];
            var members = FileCampaign.Read(bundle);
            var name = NameFor(random, members);
            var content = new byte[random.Next(1, 400)];
            random.NextBytes(content);
            if (i % 4 == 0)
                Judge("bundle, a file hidden in it", name, Hide(bundle, name, content));
            else
                Judge("bundle, a file put into it", name, FileCampaign.Write(Inserted(members, name, content, isListed: i % 4 > 1)));
        }
    }

    // Names that a bundle may have and this one has not, as often as others.
    private static string NameFor(Random random, Dictionary<string, byte[]> members)
    {
        string[] known =
        [
            BundleFormat.History, BundleFormat.Entries, BundleFormat.Before(1), BundleFormat.Consistency(random.Next(1, 1000)),
            BundleFormat.TimeStamp(random.Next(1, BundleFormat.MaxTimeStamps + 1)), BundleFormat.Stamped(random.Next(1, BundleFormat.MaxTimeStamps + 1)),
        ];
        var names = random.Next(2) == 0 ? known : Foreign;
        string name;
        do
            name = names[random.Next(names.Length)];
        while (members.ContainsKey(name));
        return name;
    }

    private void Judge(string area, string name, byte[] changed)
    {
        var verdict = bundles.Judge(changed).Verdict;
        tally.Add(
            area, name,
            verdict.Outcome is ExportOutcome.Ok ? "accepted" : verdict.Outcome is ExportOutcome.Stale ? $"told as {verdict.Code}" : null);
    }

    private static Dictionary<string, byte[]> Inserted(Dictionary<string, byte[]> members, string name, byte[] content, bool isListed)
    {
        var more = new Dictionary<string, byte[]>(members);
        if (isListed)
        {
            more[name] = content;
            FileCampaign.MakeDigestsAnew(more);
        }
        else
            more[name] = content;
        return more;
    }

    // The directory does not name it, and whoever unpacks from the beginning finds it.
    private static byte[] Hide(byte[] bundle, string name, byte[] content)
    {
        var alone = FileCampaign.Write(new() { [name] = content });
        var local = alone[..(int)DirectoryOf(alone)];
        var at = (int)DirectoryOf(bundle);
        byte[] changed = [.. bundle[..at], .. local, .. bundle[at..]];
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(changed.Length - 6), (uint)(at + local.Length));
        return changed;
    }

    private static uint DirectoryOf(byte[] zip) => BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(zip.Length - 6));
}
