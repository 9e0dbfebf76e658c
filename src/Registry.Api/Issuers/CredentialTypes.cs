using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.LicenceTypes;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.Issuers;

/// <summary>A type of credential: the document that its <c>vct</c> leads to (SD-JWT VC section 6.2), byte for byte.</summary>
/// <param name="Configuration">Its name in the metadata of OpenID4VCI.</param>
/// <param name="OpenFields">Face fields that stand open in each of its credentials.</param>
internal sealed record CredentialType(string Configuration, string Vct, byte[] Document, IReadOnlySet<string> OpenFields)
{
    /// <summary><c>vct#integrity</c> (W3C Subresource Integrity).</summary>
    public string Integrity => $"sha256-{Convert.ToBase64String(SHA256.HashData(Document))}";
}

/// <summary>
/// The types of credentials: each published version of a licence type is one, and as little as that does its document ever change.
/// What credentials name by digest (<c>vct#integrity</c>) must stay byte for byte.
/// </summary>
internal sealed class CredentialTypes(LicenceTypeCatalogue catalogue, PublicAddress address)
{
    // Claims whose presence everybody relies on stand open; all that tells of the holder is theirs to show or keep.
    private static readonly (string Name, string Zh, string En, bool Open)[] Claims =
    [
        ("licence_id", "证照档案号", "Licence record", true),
        (LicenceCredential.IdentifierClaim, "电子证照标识", "Licence identifier", true),
        ("issued_on", "发证日期", "Issued on", true),
        ("valid_from", "有效期起", "Valid from", true),
        ("valid_until", "有效期止", "Valid until", true),
        ("holder_name", "持证主体", "Holder", false),
        ("holder_code_type", "持证主体代码类型", "Type of the holder's code", false),
        ("holder_code", "持证主体代码", "Holder's code", false),
        ("log_receipt", "日志回执", "Receipt of the log", false),
    ];

    /// <summary>Null for a version that was never published.</summary>
    public async Task<CredentialType?> FindAsync(string tenant, LicenceTypeCode type, int version) =>
        Of(type, (await catalogue.OfAsync(tenant, type))?.Version(version));

    /// <summary>Of the version that a licence follows, or the one in force where it names none; null where none is published.</summary>
    public async Task<CredentialType?> OfAsync(string tenant, Licence licence)
    {
        var type = await catalogue.OfAsync(tenant, licence.Identifier.Type);
        return Of(licence.Identifier.Type, licence.TypeVersion is { } number ? type?.Version(number) : type?.InForce);
    }

    private CredentialType? Of(LicenceTypeCode type, LicenceTypeVersion? version) =>
        version is null ? null : Of(type, version.Number, version.Definition);

    public CredentialType Of(LicenceTypeCode type, int version, LicenceTypeDefinition definition) =>
        new(
            FormattableString.Invariant($"{type}-{version}"), address.Type(type, version), Compose(address.Type(type, version), definition),
            definition.Face.Where(field => !field.Disclosable).Select(field => field.Name).ToHashSet());

    private static byte[] Compose(string vct, LicenceTypeDefinition type)
    {
        var document = new JsonObject
        {
            ["vct"] = vct,
            ["name"] = type.Name.En,
            ["display"] = new JsonArray(Display("zh-CN", "name", type.Name.Zh), Display("en", "name", type.Name.En)),
            ["claims"] = new JsonArray(
            [
                .. Claims.Select(claim => Claim(claim.Name, claim.Zh, claim.En, claim.Open)),
                .. type.Face.Select(field => Claim(LicenceCredential.FieldPrefix + field.Name, field.Label.Zh, field.Label.En, !field.Disclosable)),
            ]),
        };
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static JsonObject Claim(string name, string zh, string en, bool open) => new()
    {
        ["path"] = new JsonArray(name),
        ["display"] = new JsonArray(Display("zh-CN", "label", zh), Display("en", "label", en)),
        ["sd"] = open ? "never" : "always",
    };

    private static JsonObject Display(string locale, string member, string text) => new() { ["locale"] = locale, [member] = text };
}
