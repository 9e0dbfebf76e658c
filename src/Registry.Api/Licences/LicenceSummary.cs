using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections.Licences;

namespace Registry.Api.Licences;

/// <summary>A licence as a list shows it, without the holder's tag.</summary>
/// <param name="TypeVersion">The version of its type that it follows; the type is in the identifier. Absent where it names none.</param>
/// <param name="Receiver">The agency of this registry that it is on its way to.</param>
/// <param name="Proposed">What waits for a second officer.</param>
internal sealed record LicenceSummary(
    Guid Id, LicenceIdentifier Identifier, string Issuer, LicenceStatus Status, Term Term, int? TypeVersion, string? Receiver,
    LicenceOperation? Proposed, SourceRow? Source, long Version)
{
    public static LicenceSummary Of(LicenceCard card) =>
        new(card.Id, card.Identifier, card.Issuer, card.Status, card.Term, card.TypeVersion, card.Receiver, card.Proposed, card.Source, card.Version);
}
