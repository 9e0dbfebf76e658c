using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Licences;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>What a credential of a licence says, before it is signed.</summary>
/// <param name="Issuer"><c>iss</c>.</param>
/// <param name="Type"><c>vct</c>, and the digest of the document that it leads to.</param>
/// <param name="Integrity"><c>vct#integrity</c>.</param>
/// <param name="ExpiresAt">Behind the last day of validity, or with the signer's certificate if that ends before.</param>
/// <param name="OpenFields">Face fields that the type does not let a holder withhold; all others are theirs to show or keep.</param>
/// <param name="StatusList">URI of the list.</param>
/// <param name="HolderKey">Public JWK; null for a credential that is bound to no key.</param>
/// <param name="Receipt">C2SP tlog-proof of the licence's entry: that it was logged can be checked offline.</param>
public sealed record LicenceCredential(
    string Issuer, string Type, string Integrity, Licence Licence, LicenceFace Face, IReadOnlySet<string> OpenFields, DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt, string StatusList, int Index, JsonObject? HolderKey, string Receipt)
{
    /// <summary>Prefix of the business fields' claims, as GB/T 36903 has it.</summary>
    public const string FieldPrefix = "KZ_";
    public const string ReceiptClaim = "log_receipt";
    public const string LicenceClaim = "licence_id";
    public const string IdentifierClaim = "licence_identifier";

    /// <summary>Signs it: dates, numbers, status and open fields stand open, whatever else tells of the holder is theirs to show or keep.</summary>
    /// <param name="header"><c>kid</c> and <c>x5c</c>.</param>
    /// <param name="salt">A fresh salt of <see cref="Disclosure.SaltBytes"/> for each call.</param>
    public string Sign(JsonObject header, ISigner signer, Func<byte[]> salt)
    {
        var full = (JsonObject)header.DeepClone();
        full["typ"] = SdJwtVc.Type;
        return SdJwt.Issue(full, Visible(), [.. Disclosable().Select(claim => Disclosure.Of(salt(), claim.Name, claim.Value))], signer);
    }

    /// <summary>SHA-256 of the issuer-signed JWT, hexadecimal: the same whichever disclosures are shown with it.</summary>
    public static string DigestOf(string sdJwt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(sdJwt.Split('~', 2)[0])));

    private JsonObject Visible()
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["vct"] = Type,
            ["vct#integrity"] = Integrity,
            ["iat"] = IssuedAt.ToUnixTimeSeconds(),
            ["exp"] = ExpiresAt.ToUnixTimeSeconds(),
            ["status"] = new JsonObject { ["status_list"] = new JsonObject { ["idx"] = Index, ["uri"] = StatusList } },
            [LicenceClaim] = Licence.Id.ToString(),
            [IdentifierClaim] = Licence.Identifier.ToString(),
            ["issued_on"] = Day(Licence.Term.IssuedOn),
            ["valid_from"] = Day(Licence.ValidSince),
        };
        if (Licence.Term.Until is { } until)
            claims["valid_until"] = Day(until);
        foreach (var (name, value) in Face.Fields.Where(field => OpenFields.Contains(field.Key)))
            claims[FieldPrefix + name] = value;
        if (HolderKey is not null)
            claims["cnf"] = new JsonObject { ["jwk"] = HolderKey.DeepClone() };
        return claims;
    }

    private IEnumerable<(string Name, string Value)> Disclosable() =>
    [
        ("holder_name", Face.Holder.Name),
        ("holder_code_type", Face.Holder.CodeType.Value),
        ("holder_code", Face.Holder.Code),
        .. Face.Fields.Where(field => !OpenFields.Contains(field.Key)).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => (FieldPrefix + field.Key, field.Value)),
        (ReceiptClaim, Receipt),
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
