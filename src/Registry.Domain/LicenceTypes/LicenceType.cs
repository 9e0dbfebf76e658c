using System.Collections.Immutable;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;

namespace Registry.Domain.LicenceTypes;

/// <summary>A licence type: what proposing, publishing and minting need to know.</summary>
/// <param name="Versions">Published, the first is number 1. None of them ever changes.</param>
/// <param name="Draft">Waits for a second person; null for none.</param>
public sealed record LicenceType(
    LicenceTypeId Id, LicenceTypeCode Code, ImmutableList<LicenceTypeDefinition> Versions, LicenceTypeDraft? Draft)
{
    /// <summary>Number of the version in force, the newest; 0 while none is published.</summary>
    public int Newest => Versions.Count;

    /// <summary>What new licences follow; null while nothing is published.</summary>
    public LicenceTypeVersion? InForce => Version(Newest);

    /// <summary>The version with its number; null where it was never published.</summary>
    public LicenceTypeVersion? Version(int number) =>
        number >= 1 && number <= Versions.Count ? new(number, Versions[number - 1]) : null;

    /// <summary>Whether one officer proposes it and another approves: by the version that the licence follows, a later one changes no licence.</summary>
    public bool NeedsTwo(Licence licence, LicenceOperation operation) =>
        licence.TypeVersion is { } number && Version(number)?.Definition.NeedsTwo(operation) == true;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static LicenceType Evolve(LicenceType? state, LicenceTypeId id, LicenceTypeEvent fact) => (state, fact) switch
    {
        (null, LicenceTypeEvent.Drafted d) => new(id, d.Code, [], new(d.Definition, d.By)),
        ({ } t, LicenceTypeEvent.Drafted d) => t with { Draft = new(d.Definition, d.By) },
        ({ Draft: { } draft } t, LicenceTypeEvent.Published) => t with { Versions = t.Versions.Add(draft.Definition), Draft = null },
        ({ } t, LicenceTypeEvent.Rejected) => t with { Draft = null },
        _ => throw new CorruptStreamException(id.ToString(), state?.Code.ToString(), fact.GetType().Name),
    };
}

/// <param name="By">Staff id of who proposed it.</param>
public sealed record LicenceTypeDraft(LicenceTypeDefinition Definition, string By);
