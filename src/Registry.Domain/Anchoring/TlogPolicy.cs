using Registry.Domain.Log;

namespace Registry.Domain.Anchoring;

/// <summary>
/// Which logs are known, which witnesses, and how many of them must have cosigned (C2SP tlog-policy@5ba5ee8). The file is
/// handed to auditors out of band; whoever holds the same file comes to the same verdict.
/// </summary>
public sealed class TlogPolicy
{
    private readonly IReadOnlyList<PolicyGroup> groups;
    private readonly string? quorum;

    internal TlogPolicy(
        string text, IReadOnlyList<PolicyLog> logs, IReadOnlyList<PolicyWitness> witnesses, IReadOnlyList<PolicyGroup> groups, string? quorum) =>
        (Text, Logs, Witnesses, this.groups, this.quorum) = (text, logs, witnesses, groups, quorum);

    /// <summary>No witness is asked for: <c>quorum none</c>.</summary>
    public static TlogPolicy None { get; } = new("quorum none\n", [], [], [], null);

    /// <summary>The file as it was read.</summary>
    public string Text { get; }

    public IReadOnlyList<PolicyLog> Logs { get; }

    /// <summary>All of them, whether the quorum needs them or not.</summary>
    public IReadOnlyList<PolicyWitness> Witnesses { get; }

    /// <summary>Whether any cosignature is asked for at all.</summary>
    public bool AsksForWitnesses => quorum is not null;

    /// <summary>Reads a policy file, strictly; <paramref name="reason"/> begins with the line number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, out TlogPolicy? policy, out string? reason) =>
        TlogPolicyReader.TryRead(file, out policy, out reason);

    /// <summary>Whether these witnesses are enough. Cost: one look at each group member.</summary>
    /// <param name="cosigned">Names of witnesses as the policy has them.</param>
    public bool IsMetBy(IReadOnlySet<string> cosigned)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        if (quorum is null)
            return true;
        var met = Witnesses.Select(witness => witness.Name).Where(cosigned.Contains).ToHashSet(StringComparer.Ordinal);
        // A group refers to earlier names only, so that one pass in the order of the file settles nested groups too.
        foreach (var group in groups)
            if (group.Members.Count(met.Contains) >= group.Threshold)
                met.Add(group.Name);
        return met.Contains(quorum);
    }

    /// <summary>
    /// Checks a checkpoint against the policy: signed by a listed log under that log's own origin, and cosigned by enough.
    /// Cost: one verification for each signature of a listed key.
    /// </summary>
    /// <remarks>Signature lines of unlisted keys are ignored; one bad signature of a listed key rejects the note.</remarks>
    public NoteResult<WitnessedCheckpoint> Open(string note)
    {
        var opened = SignedNote.Open(note, [.. Logs.Select(log => log.Key), .. Witnesses.Select(witness => witness.Key)]);
        if (!opened.Ok)
            return NoteResult<WitnessedCheckpoint>.No(opened.Fault, opened.Reason);
        if (!Checkpoint.TryParse(opened.Value.Text, out var checkpoint, out var reason) || checkpoint is null)
            return NoteResult<WitnessedCheckpoint>.No(NoteFault.NotACheckpoint, reason ?? "");
        // "This name MUST correspond to the log's origin line".
        if (!opened.Value.Verified.Any(line => Logs.Any(log => log.Key.IsNamedBy(line) && log.Key.Name == checkpoint.Origin)))
            return NoteResult<WitnessedCheckpoint>.No(NoteFault.NoKnownSignature, $"no listed log signed as {checkpoint.Origin}");
        var cosignatures = (
            from line in opened.Value.Verified
            from witness in Witnesses
            where witness.Key.IsNamedBy(line) && Cosignature.TimeOf(line) is not null
            select new PolicyCosignature(witness.Name, Cosignature.TimeOf(line)!.Value, line)).ToArray();
        return NoteResult<WitnessedCheckpoint>.Of(new(
            checkpoint, cosignatures, IsMetBy(cosignatures.Select(one => one.Witness).ToHashSet(StringComparer.Ordinal))));
    }
}

/// <param name="Url">How to interact with the log; its meaning is the application's.</param>
public sealed record PolicyLog(NoteVerifierKey Key, string? Url);

/// <param name="Name">The policy's own name, without meaning outside it; the key has another.</param>
/// <param name="Url">The witness's submission prefix (C2SP tlog-witness).</param>
public sealed record PolicyWitness(string Name, NoteVerifierKey Key, string? Url);

/// <summary>Counts as cosigning when so many of its members do.</summary>
internal sealed record PolicyGroup(string Name, int Threshold, IReadOnlyList<string> Members);

/// <summary>A witness's cosignature that verified.</summary>
public sealed record PolicyCosignature(string Witness, DateTimeOffset At, NoteSignature Line);

/// <summary>A checkpoint that a listed log signed.</summary>
/// <param name="QuorumMet">Whether enough witnesses cosigned it. Their times are not judged here.</param>
public sealed record WitnessedCheckpoint(Checkpoint Checkpoint, IReadOnlyList<PolicyCosignature> Cosignatures, bool QuorumMet);
