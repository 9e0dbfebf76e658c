using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// Whether the batches behind a licence stand behind it: each that its entries name is in the bundle with its proposal, and another officer approved
/// it before anything was done by it. That a batch was ended is no fault: the lot that was at work then is finished.
/// </summary>
internal sealed class BatchCover
{
    private const string MintingProposed = "minting_batch_proposed.v1";
    private const string ReissueProposed = "reissue_batch_proposed.v1";
    private const string Approved = "licence_batch_approved.v1";
    private const string Ended = "licence_batch_ended.v1";
    private const string Minted = "licence_batch_minted.v1";
    private const string Reissued = "licence_reissued.v1";

    private readonly List<Deed> deeds = [];
    private readonly Dictionary<Guid, Line> proposals = [];
    private readonly Dictionary<Guid, Line> approvals = [];
    private IReadOnlyList<Guid> named = [];
    private ExportVerdict? strange;
    private bool untold;

    // What one entry says; null where its payload is withheld.
    private sealed record Line(long Index, string Type, string? By, long? TypeVersion, IReadOnlySet<string>? Cases);

    private sealed record Deed(long Index, Guid Batch, string Proposal, string? Case, long? TypeVersion);

    /// <summary>What shows that a batch did not stand behind the licence, once all entries of all logs were taken.</summary>
    public ExportVerdict? Fault => strange ?? deeds.OrderBy(deed => deed.Index).Select(FaultOf).FirstOrDefault(fault => fault is not null) ?? Foreign();

    /// <summary>The first thing about a batch that is missing.</summary>
    public ExportVerdict? Gap => deeds.OrderBy(deed => deed.Index).Select(GapOf).FirstOrDefault(gap => gap is not null);

    /// <param name="index">Below 0 in a log before.</param>
    /// <param name="data">Null where the payload is withheld.</param>
    public void Take(BundleScope scope, LogEntry entry, long index, JsonElement? data)
    {
        if (scope is not BundleScope.Licence licence)
            return;
        named = licence.Batches;
        if (entry.Stream == licence.Id)
            TakeLicence(entry, index, data);
        else if (named.Contains(entry.Stream))
            TakeBatch(entry, index, data);
    }

    private void TakeLicence(LogEntry entry, long index, JsonElement? data)
    {
        untold |= data is null;
        if (entry.Type is Minted or Reissued && data is { } told && Guid.TryParse(told.TextOf("batch"), out var batch))
            deeds.Add(new(index, batch, entry.Type is Minted ? MintingProposed : ReissueProposed, told.TextOf("case"), told.WholeOf("typeVersion")));
    }

    private void TakeBatch(LogEntry entry, long index, JsonElement? data)
    {
        var line = new Line(index, entry.Type, data?.TextOf("by"), data?.WholeOf("typeVersion"), CasesIn(data));
        if (entry.Type is MintingProposed or ReissueProposed)
            proposals.TryAdd(entry.Stream, line);
        else if (entry.Type is Approved)
            approvals.TryAdd(entry.Stream, line);
        else if (entry.Type is not Ended)
            strange ??= ExportVerdict.Tampered(VerdictCodes.EntryUnasked, index, $"Event {entry.Id} is none of a batch.");
    }

    private static HashSet<string>? CasesIn(JsonElement? data) =>
        data is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty("cases", out var cases) && cases.ValueKind is JsonValueKind.Array
            ? [.. cases.EnumerateArray().Where(one => one.ValueKind is JsonValueKind.String).Select(one => one.GetString()!)]
            : null;

    private ExportVerdict? FaultOf(Deed deed)
    {
        if (proposals.GetValueOrDefault(deed.Batch) is not { } proposal)
            return null;
        if (proposal.Type != deed.Proposal)
            return Unapproved(deed, $"it was proposed as {proposal.Type}");
        if (proposal.TypeVersion is { } version && version != deed.TypeVersion)
            return Unapproved(deed, $"it was proposed for version {version} of the type");
        if (proposal.Cases is { } cases && (deed.Case is null || !cases.Contains(deed.Case)))
            return Unapproved(deed, $"its list has no case {deed.Case}");
        if (approvals.GetValueOrDefault(deed.Batch) is not { } approval)
            return null;
        if (approval.Index > deed.Index)
            return Unapproved(deed, $"it was approved by entry {approval.Index}");
        return approval.By is not null && approval.By == proposal.By ? Unapproved(deed, "who proposed it approved it") : null;
    }

    private static ExportVerdict Unapproved(Deed deed, string why) =>
        ExportVerdict.Tampered(VerdictCodes.BatchUnapproved, deed.Index, $"Batch {deed.Batch}: {why}.");

    private ExportVerdict? GapOf(Deed deed) => !named.Contains(deed.Batch)
        ? ExportVerdict.Incomplete(VerdictCodes.BatchMissing, deed.Index, $"Batch {deed.Batch} is not there.")
        : !approvals.ContainsKey(deed.Batch)
            ? ExportVerdict.Incomplete(VerdictCodes.BatchApprovalMissing, deed.Index, $"No approval of batch {deed.Batch} is there.")
            : null;

    // A withheld payload of the licence may be what names it.
    private ExportVerdict? Foreign() => untold ? null : named.Except(deeds.Select(deed => deed.Batch))
        .Select(batch => ExportVerdict.Tampered(
            VerdictCodes.EntryUnasked, proposals.GetValueOrDefault(batch)?.Index, $"No entry of the licence names batch {batch}."))
        .FirstOrDefault();
}
