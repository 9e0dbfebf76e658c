using Registry.Domain.Log;

namespace Registry.Domain.Anchoring;

/// <summary>What a witness answers; the values are HTTP's (C2SP tlog-witness@5ba5ee8, add-checkpoint).</summary>
public enum WitnessOutcome
{
    /// <summary>Cosigned.</summary>
    Cosigned = 200,

    /// <summary>No request, or one whose old size is above the new one.</summary>
    Malformed = 400,

    /// <summary>Not signed by a trusted key of that log.</summary>
    Untrusted = 403,

    /// <summary>A log that this witness does not follow.</summary>
    UnknownLog = 404,

    /// <summary>The old size is not the one the witness knows; the answer says which it is.</summary>
    Conflict = 409,

    /// <summary>The checkpoint does not extend what the witness has seen: proof of a fork, or a wrong proof.</summary>
    Inconsistent = 422,
}

/// <summary>
/// A witness's whole judgement, as a pure function of the request and of what the witness has cosigned last. Whoever calls
/// it holds the log's lock from reading the latest checkpoint until the new one is on disk, and replies only then.
/// </summary>
public static class WitnessRules
{
    /// <summary>
    /// The keys' part, which needs no lock: null when the request may be judged. <paramref name="verified"/> are the log's
    /// own lines then; all others are dropped.
    /// </summary>
    /// <param name="trusted">The keys trusted for the checkpoint's origin; none when the log is not followed.</param>
    public static WitnessOutcome? Authenticate(
        WitnessRequest request, IReadOnlyList<NoteVerifierKey> trusted, out IReadOnlyList<NoteSignature> verified)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(trusted);
        verified = [];
        if (trusted.Count == 0)
            return WitnessOutcome.UnknownLog;
        var opened = request.Note.Verify(trusted);
        if (!opened.Ok)
            return WitnessOutcome.Untrusted;
        verified = opened.Value.Verified;
        return null;
    }

    /// <summary>The consistency part. Cost: the proof's verification, at most 128 hashes.</summary>
    /// <param name="request">One that <see cref="Authenticate"/> passed.</param>
    /// <param name="latest">What the witness cosigned last for this origin; null when it never has.</param>
    public static WitnessOutcome Judge(WitnessRequest request, Checkpoint? latest)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (known, offered) = (latest?.Size ?? 0, request.Checkpoint);
        if (request.OldSize > offered.Size)
            return WitnessOutcome.Malformed;
        if (request.OldSize != known)
            return WitnessOutcome.Conflict;
        // "A checkpoint of size zero MUST have the root hash of the empty tree"
        if (offered.Size == 0 && offered.Root != MerkleTree.EmptyRoot)
            return WitnessOutcome.Inconsistent;
        return MerkleTree.VerifyConsistency(known, latest?.Root ?? MerkleTree.EmptyRoot, offered.Size, offered.Root, request.Proof)
            ? WitnessOutcome.Cosigned
            : WitnessOutcome.Inconsistent;
    }
}
