using System.Globalization;
using System.Text;
using Registry.Domain.Anchoring;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// The time stamps in a bundle: each over a tree that the bundle's continues, each by an authority whose root is pinned,
/// or by one that the token alone names. They say how old an entry is at least, never that nothing newer is withheld.
/// </summary>
internal sealed class BundleStamps(BundleMembers members, Checkpoint checkpoint, BundleDemands demands)
{
    /// <summary>Longer than any token: what is parsed and led to a root is short, whoever made it.</summary>
    private const int MaxToken = 1 << 16;

    private readonly List<StampedTree> trees = [];
    private TimeStampVerdict? stranger;

    public IReadOnlyList<StampedTree> Trees => trees;

    /// <summary>That what was demanded is not there, once nothing is wrong with what is.</summary>
    public ExportVerdict? Gap => demands.TimeStampRoots is not null && trees.Count == 0 && stranger is null
        ? ExportVerdict.Incomplete(VerdictCodes.TimeStampMissing, null, "There is no time stamp in the bundle.")
        : null;

    public ExportVerdict? Check()
    {
        for (var n = 1; n <= BundleFormat.MaxTimeStamps; n++)
            if (Check(n) is { } fault)
                return fault;
        return demands.TimeStampRoots is not null && trees.Count == 0 && stranger is { } unknown
            ? ExportVerdict.UntrustedKey(VerdictCodes.TimeStampAuthority, unknown.Reason)
            : null;
    }

    private ExportVerdict? Check(int n)
    {
        var member = BundleFormat.TimeStamp(n);
        if (!members.Has(member))
            return members.Has(BundleFormat.Stamped(n)) ? BundleMembers.Missing(member) : null;
        if (members.Read(member, out var token) is { } unread)
            return unread;
        if (token.Length > MaxToken)
            return ExportVerdict.Tampered(VerdictCodes.MemberTooLong, null, $"{member} has more than {MaxToken} bytes.");
        var stamped = checkpoint;
        if (members.Has(BundleFormat.Stamped(n)) && TakeEarlier(BundleFormat.Stamped(n), out stamped) is { } fault)
            return fault;
        // Its time is not held against the verifier's clock: whose root is pinned is trusted for the time, and nobody else.
        return Judge(
            member, TimeStamp.CheckToken(token, stamped, demands.TimeStampRoots, DateTimeOffset.MinValue, DateTimeOffset.MaxValue), stamped.Size);
    }

    private ExportVerdict? Judge(string member, TimeStampVerdict verdict, long size)
    {
        if (verdict.Ok)
            trees.Add(new(size, verdict.At, verdict.Authority, demands.TimeStampRoots is not null));
        else if (verdict.Fault is TimeStampFault.Chain)
            stranger = verdict;
        else
            return ExportVerdict.Tampered(VerdictCodes.TimeStamp, null, $"{member}: {verdict.Fault}, {verdict.Reason}.");
        return null;
    }

    private ExportVerdict? TakeEarlier(string member, out Checkpoint earlier)
    {
        earlier = checkpoint;
        if (members.Read(member, out var text) is { } unread)
            return unread;
        if (!Checkpoint.TryParse(Encoding.UTF8.GetString(text), out var read, out var reason) || read!.Origin != checkpoint.Origin
            || read.Size < 1 || read.Size >= checkpoint.Size)
            return ExportVerdict.Tampered(VerdictCodes.TimeStamp, null, $"{member} is no earlier checkpoint of the log. {reason}");
        earlier = read;
        var proven = BundleFormat.Consistency(read.Size);
        if (!members.Has(proven))
            return BundleMembers.Missing(proven);
        if (members.Read(proven, out var content) is { } broken)
            return broken;
        return BundleFormat.ReadProof(content) is { } proof
            && MerkleTree.VerifyConsistency(read.Size, read.Root, checkpoint.Size, checkpoint.Root, proof)
                ? null
                : ExportVerdict.Tampered(
                    VerdictCodes.Consistency, null,
                    string.Create(CultureInfo.InvariantCulture, $"{member}: root {read.Root} over {read.Size} entries is not continued."));
    }
}
