using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Projections.Cases;

namespace Registry.Api.Cases;

/// <summary>
/// A case as a list shows it. The subject's tag stays inside: it would let officers link a person's cases across agencies.
/// </summary>
internal sealed record CaseSummary(
    Guid Id, CaseNumber Number, ItemCode Item, string Agency, string Region, CaseStatus Status, DateOnly SubmittedOn,
    DateOnly? PromisedBy, DateOnly? LegalBy, string? Calendar, LicenceIdentifier? Licence, ClosingKind? Closing,
    string? Officer, long Version)
{
    /// <param name="reader">Applicants deal with an agency, not with one of its officers.</param>
    public static CaseSummary Of(CaseCard card, Actor reader) => new(
        card.Id, card.Number, card.Item, card.Agency, card.Region, card.Status, card.SubmittedOn, card.PromisedBy,
        card.LegalBy, card.Calendar, card.Licence, card.Closing, reader.Role is Role.Citizen ? null : card.Officer, card.Version);
}
