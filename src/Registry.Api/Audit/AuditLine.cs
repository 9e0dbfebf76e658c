using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Domain.Directory;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Sharing;

namespace Registry.Api.Audit;

/// <summary>One look, as an auditor sees it: what the person sees of it, who looked, and a tag that tells two people apart and names neither.</summary>
/// <param name="Actor">The identity provider's subject; a pseudonym.</param>
/// <param name="Subject">Whose data; the same tag everywhere in the authority.</param>
internal sealed record AuditLine(string Actor, string Subject, AccessLine Access)
{
    public static AuditLine Of(
        AccessRecord record, LookingAgencies agencies, SharingPurposes grants, string tenant, AuthorityDirectory? directory, HttpContext http) =>
        new(record.By.Actor, record.Subject, AccessLine.Of(record, agencies.Of(record), tenant, directory, http.Language(), grants));
}
