using System.Text.RegularExpressions;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;

namespace Registry.Domain.LicenceBatches;

/// <summary>A batch: what approving it and carrying it out need to know.</summary>
/// <param name="TypeVersion">The type's version that the licences are to follow.</param>
/// <param name="ProposedBy">Staff id.</param>
public sealed partial record LicenceBatch(
    LicenceBatchId Id, string Name, Uscc Agency, LicenceTypeCode Type, int TypeVersion, string ProposedBy, DateOnly ProposedOn)
{
    /// <summary>How the step of what is done by a batch begins.</summary>
    public const string StepStart = "licence-batch/";

    /// <summary>Days from the proposal on which it can be approved, and from the approval on which it can be carried out.</summary>
    public const int DaysOpen = 30;

    /// <summary>Cases that one batch mints for, at most: a list that a second officer can read.</summary>
    public const int MostCases = 2_000;

    /// <summary>Which licences it mints anew; null for a batch that mints.</summary>
    public ReissueScope? Scope { get; private init; }

    /// <summary>Whose licences it mints; null for a batch that mints anew.</summary>
    public IReadOnlyList<CaseId>? Cases { get; private init; }

    public BatchKind Kind => Cases is null ? BatchKind.Reissue : BatchKind.Minting;

    /// <summary>Staff id; null while nobody has approved it.</summary>
    public string? ApprovedBy { get; private init; }

    public DateOnly? ApprovedOn { get; private init; }

    public bool IsEnded { get; private init; }

    public string Step => StepStart + Id;

    /// <summary>Whether nothing can come of it any more.</summary>
    public bool IsOver(DateOnly today) => IsEnded || today >= (ApprovedOn ?? ProposedOn).AddDays(DaysOpen);

    /// <summary>Whether it is for that licence. One that it has minted anew already is not meant again.</summary>
    public bool Means(Licence licence) =>
        Scope is { } scope && licence.Issuer == Agency && licence.Identifier.Type == Type && licence.Batch != Id
        && (scope is ReissueScope.Every || licence.TypeVersion < TypeVersion);

    /// <summary>Whether it is for that case. One that has its licence, by the batch or by hand, is not meant any more.</summary>
    public bool Means(Case @case) =>
        Cases?.Contains(@case.Id) == true && @case.Agency == Agency && @case.Status is CaseStatus.Approved;

    /// <summary>1 to 40 of lower-case letters, digits and hyphens, the first a letter.</summary>
    public static bool IsName(string? text) => text is not null && NamePattern().IsMatch(text);

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static LicenceBatch Evolve(LicenceBatch? state, LicenceBatchId id, LicenceBatchEvent fact) => (state, fact) switch
    {
        (null, LicenceBatchEvent.ReissueProposed p) => new(id, p.Name, p.Agency, p.Type, p.TypeVersion, p.By, p.On) { Scope = p.Scope },
        (null, LicenceBatchEvent.MintingProposed p) => new(id, p.Name, p.Agency, p.Type, p.TypeVersion, p.By, p.On) { Cases = p.Cases },
        ({ } b, LicenceBatchEvent.Approved a) => b with { ApprovedBy = a.By, ApprovedOn = a.On },
        ({ } b, LicenceBatchEvent.Ended) => b with { IsEnded = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Name, fact.GetType().Name),
    };

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex NamePattern();
}
