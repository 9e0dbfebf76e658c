using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.LicenceTypes;

/// <summary>A published version of a licence type, as a licence names it.</summary>
/// <param name="Number">1 for the first.</param>
public sealed record LicenceTypeVersion(int Number, LicenceTypeDefinition Definition)
{
    public static readonly Refusal NotPublished = new("licence-type-not-published");
    public static readonly Refusal NotAnIssuer = new("licence-issuer-not-listed");

    public static readonly Refusal MinterApproved = new("licence-minter-approved-case");
    public static readonly Refusal OneHolder = new("licence-type-one-holder");

    /// <summary>Where the type wants two for a minting, they are who handled the case and who mints.</summary>
    /// <param name="caseworker">Staff id of who has the case; null for one from before officers had cases.</param>
    public Refusal? RefuseMinter(string? caseworker, string minter) =>
        Definition.NeedsTwo(LicenceOperation.Issue) && caseworker == minter ? MinterApproved : null;

    /// <summary>What was minted for several under an earlier version stays theirs, and goes on.</summary>
    /// <param name="holders">Whose a new licence would be.</param>
    public Refusal? RefuseHolders(IReadOnlyCollection<SubjectTag> holders) =>
        Definition.SeveralHolders is false && holders.Count > 1 ? OneHolder : null;

    /// <param name="region">The area that the agency serves.</param>
    public Refusal? RefuseIssuer(Uscc agency, RegionCode region) =>
        Definition.Issuers.Include(agency, region) ? null : NotAnIssuer;

    /// <summary>Whether other agencies may see the licences, on a condition or none.</summary>
    public bool IsShared => Definition.Sharing.Class is not SharingClass.NotShared;

    /// <summary>From that day for as long as the type says; an item can give less, never more.</summary>
    /// <param name="years">The item's; null for as long as the type says.</param>
    public Term TermFrom(DateOnly first, int? years)
    {
        var (ofType, ofItem) = (Definition.Validity.EndFrom(first), first.AddYears(years ?? 0).AddDays(-1));
        return new(first, first, years is null || ofType <= ofItem ? ofType : ofItem);
    }

    /// <summary>Whether the type gives a validity that long.</summary>
    public bool Allows(Term term) => Definition.Validity.EndFrom(term.From) is not { } last || term.Until <= last;
}
