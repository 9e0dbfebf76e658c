namespace Registry.Domain.Seals;

/// <summary>A certification authority that a reader trusts.</summary>
/// <param name="IsTest">It certifies test seals: what it stands behind has no legal effect, and every verdict says so.</param>
public sealed record SealAnchor(SealCertificate Certificate, bool IsTest);

/// <summary>What a reader judges seals by. Nothing is fetched.</summary>
/// <param name="Intermediates">Authorities between an anchor and those who sign; they are trusted for nothing by themselves.</param>
/// <param name="Leeway">Between clocks.</param>
public sealed record SealTrust(
    IReadOnlyList<SealAnchor> Anchors, IReadOnlyList<SealCertificate> Intermediates, DateTimeOffset Now, TimeSpan Leeway)
{
    private const int LongestChain = 4;

    /// <summary>
    /// What authorities have called back, as far as it is at hand. Of an authority with no list here nothing is asked; of one whose newest list is
    /// over nothing is known.
    /// </summary>
    public IReadOnlyList<SealRevocations> Revocations { get; init; } = [];

    /// <param name="at">When its key signed.</param>
    internal (bool Revoked, bool Unknown) RevocationOf(SealCertificate certificate, DateTimeOffset at)
    {
        foreach (var authority in Anchors.Select(anchor => anchor.Certificate).Concat(Intermediates).Where(certificate.IsIssuedBy))
            if (Revocations.Where(list => list.From <= Now + Leeway && list.IsIssuedBy(authority)).MaxBy(list => list.From) is { } newest)
                return newest.Revokes(certificate, at) ? (true, false) : (false, newest.Until <= Now - Leeway);
        return (false, false);
    }

    /// <summary>The anchor behind a certificate at a time; <c>Known</c> where there is one but a certificate was out of date.</summary>
    internal (SealAnchor? Anchor, bool Known) Behind(SealCertificate certificate, DateTimeOffset time)
    {
        var known = Climb(certificate, at: null, LongestChain);
        return (known is null ? null : Climb(certificate, time, LongestChain), known is not null);
    }

    private SealAnchor? Climb(SealCertificate certificate, DateTimeOffset? at, int left)
    {
        if (left == 0 || (at is { } time && !certificate.IsValidAt(time)))
            return null;
        return Anchors.FirstOrDefault(anchor =>
                (at is not { } then || anchor.Certificate.IsValidAt(then)) && certificate.IsIssuedBy(anchor.Certificate))
            ?? Intermediates.Where(certificate.IsIssuedBy).Select(above => Climb(above, at, left - 1)).FirstOrDefault(found => found is not null);
    }
}
