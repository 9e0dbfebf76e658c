using System.Text.Json;
using System.Text.Json.Serialization;
using Registry.Domain;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;

namespace Registry.Api.Authorities;

/// <summary>An authority as an operator writes it down: regions, agencies, service items. Unknown members are refused.</summary>
internal sealed record AuthorityFile(
    AuthorityFile.Named Authority, IReadOnlyList<AuthorityFile.Named> Regions, IReadOnlyList<DirectoryEvent.AgencyAdded> Agencies,
    IReadOnlyList<ServiceItemEvent.Published> Items)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public sealed record Named(RegionCode Code, LocalText Name);

    /// <exception cref="JsonException">Names the member at fault in its path.</exception>
    public static AuthorityFile Read(Stream json) =>
        JsonSerializer.Deserialize<AuthorityFile>(json, Strict) ?? throw new JsonException("The file is empty.");

    /// <summary>The demonstration authority 340100: fictional codes, the 14 pilot departments of Hefei.</summary>
    public static AuthorityFile Demonstration()
    {
        using var json = typeof(AuthorityFile).Assembly.GetManifestResourceStream("authority.json")!;
        return Read(json);
    }
}
