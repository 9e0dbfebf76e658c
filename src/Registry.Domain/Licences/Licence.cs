using Registry.Domain.Identifiers;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>证照状态 as far as events decide it; expiry follows from the date (GB/T 36903 as deployed).</summary>
public enum LicenceStatus
{
    /// <summary>01 有效.</summary>
    InForce,

    /// <summary>02 暂扣.</summary>
    Suspended,

    /// <summary>04 注销.</summary>
    Cancelled,

    /// <summary>07 吊销.</summary>
    Revoked,
}

/// <summary>What decisions need to know about a licence, and nothing a screen wants.</summary>
/// <param name="Identifier">Of the newest version.</param>
public sealed record Licence(
    LicenceId Id, LicenceIdentifier Identifier, LicenceStatus Status, Term Term, Personal<LicenceFace> Face)
{
    public Uscc Issuer => Identifier.Issuer;

    /// <summary>First day of the validity that has had no gap since: an early renewal takes no day away.</summary>
    public DateOnly ValidSince { get; private init; } = Term.From;

    /// <summary>Number of the type's version it follows; null for one that was imported, or minted before there were types.</summary>
    public int? TypeVersion { get; private init; }

    /// <summary>The place it has while it is live; null where the type lets a holder have several.</summary>
    public LicenceSlotId? Slot { get; private init; }

    public bool IsFinal => Status is LicenceStatus.Revoked or LicenceStatus.Cancelled;

    public bool IsExpired(DateOnly today) => Term.Until < today;

    /// <summary>Suspended is live: the holder still has it.</summary>
    public bool IsLive(DateOnly today) => !IsFinal && !IsExpired(today);

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Licence Evolve(Licence? state, LicenceId id, LicenceEvent fact) => (state, fact) switch
    {
        (null, LicenceEvent.Minted m) => new(id, m.Identifier, LicenceStatus.InForce, m.Term, m.Face),
        (null, LicenceEvent.MintedUnder m) => new(id, m.Identifier, LicenceStatus.InForce, m.Term, m.Face)
        {
            TypeVersion = m.TypeVersion,
            Slot = m.Slot,
        },
        (null, LicenceEvent.Imported i) => new(id, i.Identifier, LicenceStatus.InForce, i.Term, i.Face),
        ({ } l, LicenceEvent.Renewed r) => l.Next(r.Identifier, r.Term, r.Face),
        ({ } l, LicenceEvent.Changed c) => l.Next(c.Identifier, c.Term, c.Face),
        ({ } l, LicenceEvent.ChangedUnder c) => l.Next(c.Identifier, c.Term, c.Face) with
        {
            TypeVersion = c.TypeVersion,
            Slot = c.Slot,
        },
        ({ } l, LicenceEvent.Suspended) => l with { Status = LicenceStatus.Suspended },
        ({ } l, LicenceEvent.Restored) => l with { Status = LicenceStatus.InForce },
        ({ } l, LicenceEvent.Revoked) => l with { Status = LicenceStatus.Revoked },
        ({ } l, LicenceEvent.Cancelled) => l with { Status = LicenceStatus.Cancelled },
        _ => throw new CorruptStreamException(id.ToString(), state?.Status.ToString(), fact.GetType().Name),
    };

    private Licence Next(LicenceIdentifier identifier, Term term, Personal<LicenceFace> face) => this with
    {
        Identifier = identifier,
        Term = term,
        Face = face,
        ValidSince = Term.IsFollowedBy(term) ? ValidSince : term.From,
    };
}
