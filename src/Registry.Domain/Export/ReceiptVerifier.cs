using System.Text;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>Judges a receipt (C2SP tlog-proof) with the log's pinned key and nothing else.</summary>
public static class ReceiptVerifier
{
    // Far above any receipt: an entry of 8 KiB, 63 hashes and a note with a hundred signatures.
    private const int MaxLength = 2 << 20;

    /// <param name="receipt">The receipt in UTF-8.</param>
    /// <param name="entry">The entry's bytes; null to take those in the receipt.</param>
    /// <param name="key">The log's key as known from elsewhere.</param>
    /// <param name="proven">What is proven, when the verdict is ok.</param>
    public static ExportVerdict Verify(ReadOnlySpan<byte> receipt, byte[]? entry, NoteVerifierKey key, out ProvenEntry? proven)
    {
        proven = null;
        if (receipt.Length > MaxLength || !TlogProof.TryParse(Encoding.UTF8.GetString(receipt), out var proof, out var reason) || proof is null)
            return ExportVerdict.Tampered(VerdictCodes.ReceiptMalformed, null, "Not a receipt of c2sp.org/tlog-proof@v1.");
        if ((entry ?? proof.Extra) is not { } bytes)
            return ExportVerdict.Incomplete(VerdictCodes.ReceiptEntryMissing, proof.Index, "The receipt has no entry in it, and none was given.");
        var verified = proof.Verify(bytes, key);
        if (verified is not { Value: { } checkpoint })
            return verified.Fault switch
            {
                NoteFault.NotIncluded => ExportVerdict.Tampered(VerdictCodes.Inclusion, proof.Index, verified.Reason),
                NoteFault.NoKnownSignature => ExportVerdict.UntrustedKey(VerdictCodes.VkeyNotPinned, verified.Reason),
                _ => ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, verified.Reason),
            };
        if (!LogEntry.TryRead(bytes, out var read, out reason) || read is null)
            return ExportVerdict.Tampered(VerdictCodes.EntryMalformed, proof.Index, reason ?? "");
        proven = new(proof.Index, read, checkpoint);
        return ExportVerdict.Ok(
            LogOrigin.FollowsLoss(checkpoint.Origin) ? VerdictCodes.ReceiptDiscontinuity : VerdictCodes.ReceiptOk,
            $"Entry {proof.Index} of {checkpoint.Size}.");
    }
}

/// <summary>An entry that the log signed a tree over. The entry's own signature is the export's and the bundle's to judge.</summary>
public sealed record ProvenEntry(long Index, LogEntry Entry, Checkpoint Checkpoint);
