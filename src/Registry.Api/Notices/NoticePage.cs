using Registry.Api.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Projections.Access;

namespace Registry.Api.Notices;

/// <summary>One access that the person is told of. Who-looked has the rest of it.</summary>
/// <param name="Event">The access event.</param>
/// <param name="Refused">Code of the refusal when nothing was shown.</param>
internal sealed record Notice(
    Guid Event, string At, string Purpose, string PurposeText, string? Agency, string? AgencyName, string? Refused)
{
    public static Notice Of(AccessRecord record, AuthorityDirectory? directory, string language) => new(
        record.EventId, record.At, record.By.Purpose, Purposes.Text(record.By.Purpose), record.By.Agency,
        Uscc.TryParse(record.By.Agency, null, out var code) ? directory?.Agencies.GetValueOrDefault(code)?.Name.In(language) : null,
        record.RefusedAs);
}

/// <summary>Notices in the order in which the accesses came into the log.</summary>
/// <param name="After">Where to go on; null for a moment, until the subscription itself has its place in the log.</param>
internal sealed record NoticePage(IReadOnlyList<Notice> Notices, string? After);
