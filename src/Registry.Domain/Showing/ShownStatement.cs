using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Signatures;

namespace Registry.Domain.Showing;

/// <summary>
/// What an agency says of a licence that its holder shows where there is no network: a JWS (RFC 7515) of at most
/// <see cref="Longest"/> octets, so that a telephone reads it off a screen.
/// </summary>
/// <param name="State">The verdict then, as <c>valid</c>.</param>
/// <param name="Holder">Only where the holder chose to show it.</param>
/// <param name="At">When it was so; to the second. Since then nobody knows.</param>
public sealed record ShownStatement(LicenceIdentifier Licence, string State, string? Holder, DateTimeOffset At)
{
    /// <summary>The header's <c>typ</c>: the agency's key signs other things too, and none of them is one of these.</summary>
    public const string Type = "licence-shown+jwt";

    /// <summary>Octets of the whole.</summary>
    public const int Longest = 600;

    // Members that are there once and nothing else.
    private const int Members = 3;

    /// <summary>Signs it. A holder's name that makes it too long is left out.</summary>
    public string Sign(ISigner agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        var payload = new JsonObject { ["lic"] = Licence.ToString(), ["st"] = State, ["iat"] = At.ToUnixTimeSeconds() };
        if (Holder is not null)
            payload["nm"] = Holder;
        var signed = Jws.Sign(new() { ["typ"] = Type, ["kid"] = agency.KeyId }, payload, agency);
        return Holder is not null && Encoding.UTF8.GetByteCount(signed) > Longest ? (this with { Holder = null }).Sign(agency) : signed;
    }

    /// <summary>What it says, or why it is not accepted.</summary>
    /// <param name="keyOf">The agency's key for a key id, from what the reader trusts; null for none.</param>
    /// <param name="oldest">How long ago it may have been made.</param>
    /// <param name="leeway">Between clocks.</param>
    public static (ShownStatement? Said, ShownFault? Fault) Verify(
        string text, Func<string, IVerificationKey?> keyOf, DateTimeOffset now, TimeSpan oldest, TimeSpan leeway)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(keyOf);
        if (text.Length > Longest || Jws.Parse(text) is not { } jws || jws.Type != Type || jws.KeyId is not { } kid)
            return (null, ShownFault.Malformed);
        if (keyOf(kid) is not { } key)
            return (null, ShownFault.UnknownKey);
        if (!jws.IsSignedBy(key))
            return (null, ShownFault.Signature);
        if (Read(jws.Payload) is not { } said)
            return (null, ShownFault.Malformed);
        if (said.At > now + leeway)
            return (said, ShownFault.TimeAhead);
        return said.At < now - oldest - leeway ? (said, ShownFault.Stale) : (said, null);
    }

    private static ShownStatement? Read(JsonObject payload)
    {
        var holder = payload["nm"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : null;
        return payload.Count == Members + (holder is null ? 0 : 1)
            && payload["lic"] is JsonValue licence && licence.TryGetValue<string>(out var identifier)
            && LicenceIdentifier.TryRead(identifier, out var read, out _)
            && payload["st"] is JsonValue state && state.TryGetValue<string>(out var said)
            && Jws.Seconds(payload, "iat") is { } at
                ? new(read, said, holder, DateTimeOffset.FromUnixTimeSeconds(at))
                : null;
    }
}

/// <summary>Why a statement is not accepted; names never change once shipped.</summary>
public enum ShownFault
{
    /// <summary>Not of the form.</summary>
    Malformed,

    /// <summary>No key is known by that id.</summary>
    UnknownKey,

    /// <summary>That key did not sign it.</summary>
    Signature,

    /// <summary>It is of a later time than now.</summary>
    TimeAhead,

    /// <summary>It was so too long ago.</summary>
    Stale,
}
