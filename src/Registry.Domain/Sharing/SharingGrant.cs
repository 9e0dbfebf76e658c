using Registry.Domain.Identifiers;

namespace Registry.Domain.Sharing;

/// <summary>Whose licences may be seen by whom, which fields, why and when.</summary>
/// <param name="Fields"><c>holder.name</c>, <c>holder.code</c> and names of the type's face fields; sorted, each once.</param>
/// <param name="ProposedBy">Staff id.</param>
public sealed record SharingGrant(
    SharingGrantId Id, Uscc Owner, Uscc Recipient, LicenceTypeCode Type, IReadOnlyList<string> Fields, SharingBasis Basis,
    DateOnly From, DateOnly Until, string ProposedBy)
{
    /// <summary>Looks under it on one day, where the city is; null for as many as there is need of. Each access event is one.</summary>
    public int? MostADay { get; init; }

    public bool IsApproved { get; init; }

    public bool IsRevoked { get; init; }

    /// <summary>Whether officers of the recipient see by it.</summary>
    public bool IsOpen(DateOnly today) => IsApproved && !IsRevoked && From <= today && today <= Until;

    /// <summary>Whether nothing can come of it any more.</summary>
    public bool IsOver(DateOnly today) => IsRevoked || today > Until;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static SharingGrant Evolve(SharingGrant? state, SharingGrantId id, SharingGrantEvent fact) => (state, fact) switch
    {
        (null, SharingGrantEvent.Proposed p) => new(id, p.Owner, p.Recipient, p.Type, p.Fields, p.Basis, p.From, p.Until, p.By) { MostADay = p.MostADay },
        ({ } g, SharingGrantEvent.Approved) => g with { IsApproved = true },
        ({ } g, SharingGrantEvent.Revoked) => g with { IsRevoked = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Type.ToString(), fact.GetType().Name),
    };
}
