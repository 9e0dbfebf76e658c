using Registry.Domain.Bundle;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Projections.CovertInquiries;

namespace Registry.Projections.Log;

/// <summary>What somebody asks for. Which of the values are needed depends on the kind.</summary>
/// <param name="Kind">As <see cref="BundleScope.Kind"/> names them.</param>
/// <param name="Id">Of the licence or case.</param>
/// <param name="From">First index of the period.</param>
/// <param name="To">Index behind the period; null for all that is published.</param>
/// <param name="Subject">The person.</param>
/// <param name="Since">Size of the checkpoint that the asker saw last: a proof from there is added.</param>
/// <param name="Seals">What the asker must not learn yet; null for one from whom nothing is sealed.</param>
public sealed record BundleRequest(string Kind, Guid? Id, long? From, long? To, SubjectTag? Subject, long? Since, Seals? Seals = null);

/// <summary>A bundle that is settled and not yet written: nothing of it has left.</summary>
/// <param name="Note">The published checkpoint that it stands under.</param>
/// <param name="Subjects">Whom its entries name; empty for a stretch of the log.</param>
/// <param name="KeyStreams">Records of the keys that signed its entries.</param>
/// <param name="Before">What it holds of logs that were closed before this one, the newest first.</param>
public sealed record BundlePlan(
    TenantLog Log, string Note, Checkpoint Checkpoint, BundleScope Scope, IReadOnlyList<SubjectTag> Subjects,
    IReadOnlyList<Guid> KeyStreams, long? Since, IReadOnlyList<BundlePart> Before)
{
    /// <summary>What it holds shows that this was erased: payloads are left out for it.</summary>
    public IReadOnlyList<PublishedErasure> Erasures { get; init; } = [];

    /// <summary>What it holds of its own log.</summary>
    public BundlePart Own => new(Log, Checkpoint.Size, Scope, KeyStreams);

    /// <summary>Payloads that name anybody else are withheld; null to withhold none.</summary>
    public SubjectTag? OnlyAbout { get; init; }

    /// <summary>
    /// The licences and cases that are theirs together with others, and with whom: a payload of one that names nobody beyond is theirs, too. That
    /// of an access to one is not: it says how many accesses each of the others had.
    /// </summary>
    public IReadOnlyDictionary<Guid, IReadOnlySet<SubjectTag>> Together { get; init; } = new Dictionary<Guid, IReadOnlySet<SubjectTag>>();

    /// <summary>Payloads under a covert inquiry that are sealed for the asker; null where nothing is.</summary>
    public Seals? Seals { get; init; }

    /// <summary>The log's own tlog-policy; null where no witness is asked.</summary>
    public string? Policy { get; init; }
}

/// <summary>What a bundle holds of one log.</summary>
/// <param name="Size">Of the tree that its entries are proved to be in.</param>
public sealed record BundlePart(TenantLog Log, long Size, BundleScope Scope, IReadOnlyList<Guid> KeyStreams)
{
    public IReadOnlyList<PublishedErasure> Erasures { get; init; } = [];
}
