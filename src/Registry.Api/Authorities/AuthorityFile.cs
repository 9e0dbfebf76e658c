using System.Text.Json;
using System.Text.Json.Serialization;
using Registry.Domain;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Signatures;

namespace Registry.Api.Authorities;

/// <summary>An authority as an operator writes it down: regions, agencies, licence types, service items. Unknown members are refused.</summary>
/// <param name="Officers">Duties to give to those who never had them; one that was ended is not given back.</param>
/// <param name="Powers">Which agencies are authorities that may look covertly, and of what kind. Once said, it stays.</param>
/// <param name="Types">Licence types, each in its first version; one that is there is left as it is.</param>
/// <param name="Keys">Algorithm of an owner's event key, by the agency's or authority's code; ES256 for all others.</param>
internal sealed record AuthorityFile(
    AuthorityFile.Named Authority, IReadOnlyList<AuthorityFile.Named> Regions, IReadOnlyList<DirectoryEvent.AgencyAdded> Agencies,
    IReadOnlyList<ServiceItemEvent.Published> Items, IReadOnlyDictionary<string, string>? Keys = null,
    IReadOnlyList<AuthorityFile.Charge>? Officers = null, IReadOnlyList<DirectoryEvent.AgencyEmpowered>? Powers = null,
    IReadOnlyList<AuthorityFile.TypeEntry>? Types = null)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>What an officer is charged with; the name is the identity provider's subject.</summary>
    public sealed record Charge(string Officer, Uscc Agency, RegionCode Region, DutyKind Duty);

    /// <summary>A licence type and the staff ids of the two who are answerable for it.</summary>
    public sealed record TypeEntry(LicenceTypeCode Code, LicenceTypeDefinition Definition, string ProposedBy, string PublishedBy);

    public sealed record Named(RegionCode Code, LocalText Name);

    public string AlgorithmOf(string owner) => Keys?.GetValueOrDefault(owner) ?? Es256.Name;

    /// <exception cref="JsonException">Names the member at fault in its path.</exception>
    public static AuthorityFile Read(Stream json)
    {
        var file = JsonSerializer.Deserialize<AuthorityFile>(json, Strict) ?? throw new JsonException("The file is empty.");
        foreach (var (owner, algorithm) in file.Keys ?? new Dictionary<string, string>())
            if (SignatureSchemes.For(algorithm) is null || !file.Owners().Contains(owner))
                throw new JsonException($"keys.{owner}: {algorithm}");
        return file;
    }

    private IEnumerable<string> Owners() => [Authority.Code.Value, .. Agencies.Select(agency => agency.Code.Value)];

    /// <summary>The demonstration authority 340100: fictional codes, the 14 pilot departments of Hefei.</summary>
    public static AuthorityFile Demonstration()
    {
        using var json = typeof(AuthorityFile).Assembly.GetManifestResourceStream("authority.json")!;
        return Read(json);
    }
}
