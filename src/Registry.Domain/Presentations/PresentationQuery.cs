using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;

namespace Registry.Domain.Presentations;

/// <summary>Which licence's credential a verifier asks a wallet for, and which of its claims (DCQL, OpenID4VP 1.0 section 6).</summary>
/// <param name="Types">Any of these: the versions of a licence type (<c>vct_values</c>).</param>
/// <param name="Claims">All of these. The log's receipt is asked for besides: it tells nothing of the holder.</param>
public sealed record PresentationQuery(IReadOnlyList<string> Types, IReadOnlyList<string> Claims)
{
    /// <summary>Most claims of one query.</summary>
    public const int MostClaims = 30;

    private const string Name = "licence";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary><c>dcql_query</c>.</summary>
    public JsonObject ToDcql() => new()
    {
        ["credentials"] = new JsonArray(new JsonObject
        {
            ["id"] = Name,
            ["format"] = SdJwtVc.Type,
            ["meta"] = new JsonObject { ["vct_values"] = new JsonArray([.. Types.Select(type => (JsonNode)type)]) },
            ["claims"] = new JsonArray(
            [
                .. Claims.Append(LicenceCredential.ReceiptClaim).Select(claim => new JsonObject { ["path"] = new JsonArray(claim) }),
            ]),
        }),
    };

    /// <summary>The credential in a <c>vp_token</c> (section 8.1); null where it is not one presentation for this query.</summary>
    public static string? CredentialIn(string token)
    {
        try
        {
            return JsonNode.Parse(token, documentOptions: Strict) is JsonObject { Count: 1 } answer && answer[Name] is JsonArray { Count: 1 } shown
                && shown[0] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether what is shown is what was asked for. What a wallet shows beyond it is nobody's business here.</summary>
    /// <param name="claims">Processed; null of a credential that is none.</param>
    public CheckAnswer Judge(JsonObject? claims)
    {
        if (claims is null)
            return CheckAnswer.Unknown(CheckCodes.NotChecked);
        if (Jws.Text(claims, "vct") is not { } type || !Types.Contains(type))
            return CheckAnswer.Bad(CheckCodes.TypeNotAsked);
        return Claims.All(claims.ContainsKey) ? CheckAnswer.Good(CheckCodes.AsAsked) : CheckAnswer.Bad(CheckCodes.ClaimsWithheld);
    }
}
