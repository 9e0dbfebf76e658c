namespace Registry.Domain.Log;

/// <summary>
/// Verifies proofs of many leaves of one tree, cheaply where they come in order: neighbours share all but the first few
/// steps to the root. Answers what <see cref="MerkleTree.VerifyInclusion"/> answers.
/// </summary>
/// <remarks>
/// It remembers the last proof that held. Where a walk stands just where that one stood, and all that is left of the proof
/// is the same, it would end at the same root. A step of a proof that did not hold is never remembered.
/// </remarks>
/// <param name="size">Of the tree, from a verified checkpoint.</param>
/// <param name="root">Likewise.</param>
public sealed class InclusionVerifier(long size, LogHash root)
{
    // More steps than any tree has.
    private const int MaxSteps = 64;

    private LogHash[] held = [];
    private readonly InclusionWalk[] steps = new InclusionWalk[MaxSteps];

    /// <param name="proof">Not to be changed afterwards.</param>
    public bool Verify(long index, LogHash leaf, LogHash[] proof)
    {
        if (index < 0 || index >= size || proof.Length > MaxSteps)
            return false;
        Span<InclusionWalk> walked = stackalloc InclusionWalk[proof.Length];
        var walk = new InclusionWalk(index, size - 1, leaf);
        var step = 0;
        for (; step < proof.Length && !Joins(walk, step, proof); step++)
        {
            walked[step] = walk;
            if (!walk.TryClimb(proof[step]))
                return false;
        }
        if (step == proof.Length && !walk.EndsAt(root))
            return false;
        walked[..step].CopyTo(steps);
        held = proof;
        return true;
    }

    private bool Joins(InclusionWalk walk, int step, LogHash[] proof) =>
        proof.Length == held.Length && walk == steps[step] && proof.AsSpan(step).SequenceEqual(held.AsSpan(step));
}
