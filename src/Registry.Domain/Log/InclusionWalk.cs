namespace Registry.Domain.Log;

/// <summary>
/// The way from a leaf to the root (RFC 9162 2.1.3.2): where it stands, and the hash computed up to there. All that comes
/// after depends on these three values and on the rest of the proof alone.
/// </summary>
internal record struct InclusionWalk(long Fn, long Sn, LogHash Hash)
{
    /// <summary>Step 4 for one hash of the proof; false when the proof is too long.</summary>
    public bool TryClimb(LogHash p)
    {
        if (Sn == 0)
            return false;
        if ((Fn & 1) == 1 || Fn == Sn)
        {
            Hash = MerkleTree.NodeHash(p, Hash);
            // "If LSB(fn) is not set, then right-shift both fn and sn equally until either LSB(fn) is set or fn is 0."
            while ((Fn & 1) == 0 && Fn != 0)
                (Fn, Sn) = (Fn >> 1, Sn >> 1);
        }
        else
        {
            Hash = MerkleTree.NodeHash(Hash, p);
        }
        (Fn, Sn) = (Fn >> 1, Sn >> 1);
        return true;
    }

    /// <summary>Step 5. sn ≠ 0 means that the proof was cut short.</summary>
    public readonly bool EndsAt(LogHash root) => Sn == 0 && Hash == root;
}
