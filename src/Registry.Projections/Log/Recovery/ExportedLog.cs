using System.IO.Compression;
using System.Text.Json;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Projections.Log.Recovery;

/// <summary>An export of the log, or an evidence bundle with one, kept by somebody outside the database.</summary>
/// <param name="path">The export, or a bundle of everything.</param>
public sealed class ExportedLog(string path)
{
    /// <summary>Verifies it whole, and that it extends both what the database has and what was signed.</summary>
    /// <param name="head">Where the database's log stands.</param>
    /// <param name="keys">The log's keys, from its own files: the export is pinned to whichever it names, else to the first.</param>
    /// <param name="promised">Every checkpoint known here to have been signed.</param>
    /// <param name="partly">Whether it may stop before what was signed.</param>
    /// <returns>The export's own checkpoint.</returns>
    /// <exception cref="LogRefusedException">It proves nothing, is another history, or stops before what was signed.</exception>
    public string RequireExtension(LogHead head, IReadOnlyList<NoteVerifierKey> keys, IReadOnlyList<Checkpoint> promised, bool partly)
    {
        var named = Lines().Select(VerifierKeyOf).FirstOrDefault();
        var verifier = new ExportVerifier(keys.FirstOrDefault(key => key.ToString() == named) ?? keys[0]);
        var wanted = promised.ToLookup(checkpoint => checkpoint.Size);
        var tree = CompactRange.Empty;
        string? note = null;
        RequireRoots(wanted, tree);
        foreach (var line in Lines())
        {
            if (verifier.Take(line) is { } fault)
                throw new LogRefusedException($"The export is not sound: {fault.Code} {fault.Detail}");
            if (ExportedEntry.Read(line) is not { } entry)
            {
                note = NoteOf(line) ?? note;
                continue;
            }
            tree = tree.Append(entry.Leaf);
            if (tree.Size == head.Size && entry.Chain != head.Chain)
                throw new LogRefusedException(
                    $"{head.Origin}: the export's first {head.Size} entries are not the database's. The database has grown since it was restored.");
            RequireRoots(wanted, tree);
        }
        if (verifier.Finish() is { Outcome: not ExportOutcome.Ok } verdict)
            throw new LogRefusedException($"The export is not sound: {verdict.Code} {verdict.Detail}");
        var needed = Math.Max(head.Size, partly ? 0 : promised.Max(checkpoint => (long?)checkpoint.Size) ?? 0);
        return tree.Size >= needed
            ? note!
            : throw new LogRefusedException($"{head.Origin}: the export has {tree.Size} entries, {needed} are needed.");
    }

    /// <summary>The entries from an index on, one at a time.</summary>
    internal IEnumerable<ExportedEntry> From(long index)
    {
        long place = 0;
        foreach (var line in Lines())
            if (ExportedEntry.Read(line) is { } entry && place++ >= index)
                yield return entry;
    }

    private static void RequireRoots(ILookup<long, Checkpoint> wanted, CompactRange tree)
    {
        foreach (var checkpoint in wanted[tree.Size])
            if (checkpoint.Root != tree.Root())
                throw new LogRefusedException(
                    $"{checkpoint.Origin}: the export's first {tree.Size} entries have root {tree.Root()}, signed was {checkpoint.Root}.");
    }

    private IEnumerable<byte[]> Lines()
    {
        using var file = File.OpenRead(path);
        // An export begins with a brace, a zip with PK.
        var isZip = file.ReadByte() == 'P';
        file.Position = 0;
        using var zip = isZip ? new ZipArchive(file, ZipArchiveMode.Read) : null;
        using var history = zip is null
            ? file
            : (zip.GetEntry(BundleFormat.History)
                ?? throw new InvalidDataException($"The bundle has no {BundleFormat.History}: it is not one of everything.")).Open();
        var lines = new ExportLines(history);
        while (lines.TryNext(out var line, out var ended))
        {
            if (!ended)
                throw new LogRefusedException("The export is not sound: it ends within a line.");
            yield return line.ToArray();
        }
    }

    // Of the head, if it is one: whether it is a key of ours is all that is asked.
    private static string? VerifierKeyOf(byte[] line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("vkey", out var vkey) ? vkey.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? NoteOf(byte[] line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty("checkpoint", out var note) ? note.GetString() : null;
    }
}
