using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Cases;

namespace Registry.Api.Cases;

/// <summary>
/// A case as a list shows it. The subject's tag stays inside: it would let officers link a person's cases across agencies.
/// </summary>
/// <param name="ConsentAwaited">Set while somebody whom the applicant named has not answered; for one of them, while they have not.</param>
internal sealed record CaseSummary(
    Guid Id, CaseNumber Number, ItemCode Item, string Agency, string Region, CaseStatus Status, DateOnly SubmittedOn,
    DateOnly? PromisedBy, DateOnly? LegalBy, string? Calendar, LicenceIdentifier? Licence, ClosingKind? Closing,
    string? Officer, bool? ConsentAwaited, long Version)
{
    /// <param name="reader">Applicants deal with an agency, not with one of its officers.</param>
    /// <param name="principal">For whom a delegate reads.</param>
    public static CaseSummary Of(CaseCard card, Actor reader, SubjectTag? principal = null) => new(
        card.Id, card.Number, card.Item, card.Agency, card.Region, card.Status, card.SubmittedOn, card.PromisedBy,
        card.LegalBy, card.Calendar, card.Licence, card.Closing, reader.Role is Role.Citizen ? null : card.Officer,
        IsAwaited(card, (principal ?? reader.Subject)?.Value) ? true : null, card.Version);

    private static bool IsAwaited(CaseCard card, string? reader) =>
        card.Asked is { } asked && (card.Others?.Contains(reader) is not true || asked.Contains(reader));
}
