using System.Security.Cryptography;
using System.Text.Json;
using Registry.Domain.Keys;

namespace Registry.Api.Ceremony;

/// <summary>
/// What a ceremony is going to do, written on the server by <c>keys plan</c>, reviewed on paper, and carried to the machine
/// without network: who takes part, and which keys the root is to endorse.
/// </summary>
/// <param name="Authority">Region code.</param>
/// <param name="Operators">Two people, who each hold one half of the passphrase.</param>
/// <param name="Keys">What is to be endorsed.</param>
internal sealed record CeremonyPlan(string Authority, IReadOnlyList<string> Operators, IReadOnlyList<KeyEndorsement> Keys)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name under which the root key is kept.</summary>
    public string RootName => $"root-{Authority}";

    /// <exception cref="JsonException">The file is no plan, or does not name two different people.</exception>
    public static CeremonyPlan Read(byte[] json)
    {
        var plan = JsonSerializer.Deserialize<CeremonyPlan>(json, Strict) ?? throw new JsonException("null");
        if (plan.Operators is not [{ Length: > 0 } first, { Length: > 0 } second] || first == second)
            throw new JsonException("operators: two different people");
        if (plan.Keys.Any(key => key.Use is not (KeyEndorsement.Event or KeyEndorsement.Checkpoint)))
            throw new JsonException("keys.use");
        return plan;
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Strict);

    /// <summary>What both operators compare with the reviewed paper.</summary>
    public static string DigestOf(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json));
}
