using System.Text.Json.Serialization;
using Registry.Api.Objections;
using Registry.Domain.Directory;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Sharing;

namespace Registry.Api.Access;

/// <summary>One line of what a person is shown of who looked: in full, or sealed.</summary>
[JsonDerivedType(typeof(AccessLine))]
[JsonDerivedType(typeof(SealedLine))]
internal abstract record LookLine
{
    /// <summary>The only way to a line for the person: what is sealed for them comes out sealed.</summary>
    public static LookLine Of(
        AccessRecord record, Seals seals, LookingAgencies agencies, string tenant, AuthorityDirectory? directory, string language, ObjectionMark? objection,
        SharingPurposes grants) =>
        seals.Over(record) is { } seal
            ? SealedLine.Of(record, seal, tenant)
            : AccessLine.Of(record, agencies.Of(record), tenant, directory, language, grants, objection);
}
