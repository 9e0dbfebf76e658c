using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>A published version of a licence type, as everybody sees it.</summary>
/// <param name="Version">Its number; licences name the one that they follow.</param>
/// <param name="DefiningAuthority">证照定义机构: the code's first 18 characters; seldom who issues.</param>
internal sealed record LicenceTypeEntry(
    LicenceTypeCode Code, Uscc DefiningAuthority, int Version, DateOnly PublishedOn, LicenceTypeDefinition Definition)
{
    /// <summary>The version in force; null while nothing is published.</summary>
    public static LicenceTypeEntry? Newest(LicenceTypeCard card) => Of(card, card.Versions.Count);

    public static LicenceTypeEntry? Of(LicenceTypeCard card, int number) =>
        card.Versions.FirstOrDefault(version => version.Number == number) is { } found
            ? new(card.Code, card.Code.DefiningAuthority, found.Number, found.PublishedOn, found.Definition)
            : null;
}
