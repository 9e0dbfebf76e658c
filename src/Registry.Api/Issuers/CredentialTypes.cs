using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Marten;
using Registry.Domain;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections;
using Registry.Projections.Items;

namespace Registry.Api.Issuers;

/// <summary>A type of credential: the document that its <c>vct</c> leads to (SD-JWT VC section 6.2), byte for byte.</summary>
internal sealed record CredentialType(string Vct, LocalText Name, byte[] Document)
{
    /// <summary><c>vct#integrity</c> (W3C Subresource Integrity).</summary>
    public string Integrity => $"sha256-{Convert.ToBase64String(SHA256.HashData(Document))}";
}

/// <summary>
/// The types of credentials, from what the service items say of the licences that they lead to: the one place that knows. They have
/// one version; a change of what it says would be another version and another <c>vct</c>.
/// </summary>
internal sealed class CredentialTypes(RegistrySessions sessions, PublicAddress address)
{
    public const int Version = 1;

    // Claims whose presence everybody relies on stand open; all that tells of the holder is theirs to show or keep.
    private static readonly (string Name, string Zh, string En, bool Open)[] Claims =
    [
        ("licence_id", "证照档案号", "Licence record", true),
        ("licence_identifier", "电子证照标识", "Licence identifier", true),
        ("issued_on", "发证日期", "Issued on", true),
        ("valid_from", "有效期起", "Valid from", true),
        ("valid_until", "有效期止", "Valid until", true),
        ("holder_name", "持证主体", "Holder", false),
        ("holder_code_type", "持证主体代码类型", "Type of the holder's code", false),
        ("holder_code", "持证主体代码", "Holder's code", false),
        ("log_receipt", "日志回执", "Receipt of the log", false),
    ];

    /// <summary>Null for a type that no item leads to, and for another version.</summary>
    public async Task<CredentialType?> FindAsync(string tenant, LicenceTypeCode type, int version, CancellationToken token)
    {
        await using var session = sessions.Query(tenant);
        var items = await session.Query<ItemCard>().Where(item => item.Result != null).ToListAsync(token);
        return version == Version && items.Where(item => item.Result!.Type == type).MinBy(item => item.Id)?.Result is { } result
            ? Compose(address.Type(type, version), result.Name)
            : null;
    }

    private static CredentialType Compose(string vct, LocalText name)
    {
        var document = new JsonObject
        {
            ["vct"] = vct,
            ["name"] = name.En,
            ["display"] = new JsonArray(Display("zh-CN", "name", name.Zh), Display("en", "name", name.En)),
            ["claims"] = new JsonArray(
            [
                .. Claims.Select(claim => new JsonObject
                {
                    ["path"] = new JsonArray(claim.Name),
                    ["display"] = new JsonArray(Display("zh-CN", "label", claim.Zh), Display("en", "label", claim.En)),
                    ["sd"] = claim.Open ? "never" : "always",
                }),
            ]),
        };
        return new(vct, name, Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    private static JsonObject Display(string locale, string member, string text) => new() { ["locale"] = locale, [member] = text };
}
