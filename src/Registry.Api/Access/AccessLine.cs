using Registry.Api.Identity;
using Registry.Api.Objections;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Projections.Access;
using Registry.Projections.Sharing;

namespace Registry.Api.Access;

/// <summary>One access to a person's data, in words.</summary>
/// <param name="Number">The how manyth in its log; registry-verify subject counts by it.</param>
/// <param name="Event">The access event.</param>
/// <param name="Log">Where the event stands in the public log, from where its receipt is.</param>
/// <param name="System">The account of the agency's system, where no officer looked but a system.</param>
/// <param name="Fields">What was shown; <c>phone:masked</c> says that it was not the whole.</param>
/// <param name="Need">What the step needed a whole field for that is otherwise masked; <paramref name="NeedText"/> in plain words.</param>
/// <param name="Refused">Code of the refusal when nothing was shown.</param>
/// <param name="Objection">The person's latest objection to it, if any.</param>
internal sealed record AccessLine(
    string At, long Number, Guid Event, string Log, string Role, string? Agency, string? AgencyName, string? System, string Purpose, string PurposeText,
    string Basis, string? Step, string Data, string Resource, IReadOnlyList<string> Fields, string? Need, string? NeedText, string? Refused, ObjectionMark? Objection) : LookLine
{
    /// <param name="agencyCode">Of whose officer looked, where it was one: <see cref="Projections.CovertInquiries.LookingAgencies"/>.</param>
    /// <param name="grants">What those are for that some were made under.</param>
    public static AccessLine Of(
        AccessRecord record, string? agencyCode, string tenant, AuthorityDirectory? directory, string language, SharingPurposes grants,
        ObjectionMark? objection = null)
    {
        var agency = Uscc.TryParse(agencyCode, null, out var code) ? directory?.Agencies.GetValueOrDefault(code) : null;
        return new(
            record.At, record.Number, record.EventId, $"/log/{tenant}/event/{record.EventId}", record.By.Role, agencyCode,
            agency?.Name.In(language), record.By.Role == Roles.System ? record.By.Actor : null, record.By.Purpose, Purposes.Text(record.By.Purpose, grants.Of(record)?.In(language)), record.By.Basis, record.By.Step,
            record.Data.ToString(), record.Resource, record.Fields,
            record.Need, record.Need is { } need ? Purposes.Text(need) : null, record.RefusedAs, objection);
    }
}
