using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Signatures;

namespace Registry.Domain.Verification;

/// <summary>
/// What a registry told somebody about a licence, signed, for whoever has to show later that they asked: a JWS (RFC 7515). It names
/// nobody, neither the licence's holder nor who asked.
/// </summary>
/// <param name="Issuer">The registry, as the URL under which it is public.</param>
/// <param name="Licence">What was asked about, as it was presented.</param>
/// <param name="Verdict">As the API says it, <c>valid</c> and so on.</param>
/// <param name="Checks">The six checks in their order.</param>
/// <param name="At">When it was so, to the second. Since then nobody knows.</param>
/// <param name="Checkpoint">The newest signed head of the log then, a C2SP signed note; null before the first.</param>
public sealed record CheckReceipt(
    string Issuer, LicenceIdentifier Licence, string Verdict, IReadOnlyList<CheckReceiptLine> Checks, DateTimeOffset At, string? Checkpoint)
{
    /// <summary>The header's <c>typ</c>.</summary>
    public const string Type = "licence-check+jwt";

    /// <summary>Characters of the whole that a reader takes; one is of about 2,000.</summary>
    public const int Longest = 16 << 10;

    // Members that are there once and nothing else.
    private const int Members = 5;

    public string Sign(ISigner registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var payload = new JsonObject
        {
            ["iss"] = Issuer,
            ["iat"] = At.ToUnixTimeSeconds(),
            ["lic"] = Licence.ToString(),
            ["verdict"] = Verdict,
            ["checks"] = new JsonArray([.. Checks.Select(line => line.ToJson())]),
        };
        if (Checkpoint is not null)
            payload["checkpoint"] = Checkpoint;
        return Jws.Sign(new() { ["typ"] = Type, ["kid"] = registry.KeyId }, payload, registry);
    }

    /// <summary>What it says, or why it is not accepted. How old it is is for the reader to judge: a receipt is kept.</summary>
    /// <param name="keyOf">The registry's key for a key id, from what the reader trusts; null for none.</param>
    /// <param name="leeway">Between clocks.</param>
    public static (CheckReceipt? Receipt, CheckReceiptFault? Fault) Verify(
        string text, Func<string, IVerificationKey?> keyOf, DateTimeOffset now, TimeSpan leeway)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(keyOf);
        if (text.Length > Longest || Jws.Parse(text) is not { } jws || jws.Type != Type || jws.KeyId is not { } kid)
            return (null, CheckReceiptFault.Malformed);
        if (keyOf(kid) is not { } key)
            return (null, CheckReceiptFault.UnknownKey);
        if (!jws.IsSignedBy(key))
            return (null, CheckReceiptFault.Signature);
        if (Read(jws.Payload) is not { } receipt)
            return (null, CheckReceiptFault.Malformed);
        return receipt.At > now + leeway ? (receipt, CheckReceiptFault.TimeAhead) : (receipt, null);
    }

    private static CheckReceipt? Read(JsonObject payload)
    {
        var checkpoint = Jws.Text(payload, "checkpoint");
        if (payload.Count != Members + (checkpoint is null ? 0 : 1)
            || Jws.Text(payload, "iss") is not { } issuer || Jws.Seconds(payload, "iat") is not { } at
            || !LicenceIdentifier.TryRead(Jws.Text(payload, "lic"), out var licence, out _)
            || Jws.Text(payload, "verdict") is not { } verdict || payload["checks"] is not JsonArray checks)
            return null;
        var lines = checks.Select(CheckReceiptLine.Read).OfType<CheckReceiptLine>().ToList();
        var kinds = LicenceJudgement.Kinds.Select(CheckReceiptLine.NameOf);
        return lines.Count == checks.Count && lines.Select(line => line.Check).SequenceEqual(kinds)
            ? new(issuer, licence, verdict, lines, DateTimeOffset.FromUnixTimeSeconds(at), checkpoint)
            : null;
    }
}

/// <summary>One check, as the API names it.</summary>
/// <param name="Check">A <see cref="CheckKind"/> in camel case.</param>
/// <param name="Outcome">A <see cref="CheckOutcome"/> in camel case.</param>
/// <param name="Code">One of <see cref="CheckCodes"/>, or a status's.</param>
public sealed record CheckReceiptLine(string Check, string Outcome, string Code)
{
    public static CheckReceiptLine Of(CheckKind check, CheckOutcome outcome, string code) => new(NameOf(check), NameOf(outcome), code);

    internal static string NameOf<T>(T name) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(name.ToString());

    internal JsonNode ToJson() => new JsonObject { ["check"] = Check, ["outcome"] = Outcome, ["code"] = Code };

    internal static CheckReceiptLine? Read(JsonNode? node) =>
        node is JsonObject line && Jws.Text(line, "check") is { } check && Jws.Text(line, "outcome") is { } outcome
        && Jws.Text(line, "code") is { } code
            ? new(check, outcome, code)
            : null;
}

/// <summary>Why a receipt is not accepted; names never change once shipped.</summary>
public enum CheckReceiptFault
{
    /// <summary>Not of the form.</summary>
    Malformed,

    /// <summary>No key is known by that id.</summary>
    UnknownKey,

    /// <summary>That key did not sign it.</summary>
    Signature,

    /// <summary>It is of a later time than now.</summary>
    TimeAhead,
}
