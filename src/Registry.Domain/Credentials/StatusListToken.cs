using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>Why a status list is not believed; whoever meets one cannot say that a credential is valid.</summary>
public enum StatusFault
{
    Malformed,

    /// <summary>Not <c>statuslist+jwt</c>.</summary>
    Type,
    UnknownKey,
    Signature,

    /// <summary><c>sub</c> is not the URI that the credential names.</summary>
    Subject,

    /// <summary>It is past its <c>exp</c>, or from the future.</summary>
    Time,

    /// <summary>The credential's place is behind its end.</summary>
    IndexOutOfRange,
}

/// <summary>A signed status list as it is published (Token Status List section 5.1).</summary>
/// <param name="Uri">Where it is: what credentials name.</param>
/// <param name="TimeToLive">How long a reader may keep it; null where it does not say.</param>
public sealed record StatusListToken(
    Uri Uri, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt, TimeSpan? TimeToLive, StatusList List, Uri? Aggregation)
{
    public const string Type = "statuslist+jwt";
    public const string MediaType = "application/statuslist+jwt";

    /// <param name="header"><c>kid</c> and <c>x5c</c>.</param>
    public string Sign(JsonObject header, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(header);
        var list = new JsonObject { ["bits"] = List.Bits, ["lst"] = List.ToText() };
        if (Aggregation is not null)
            list["aggregation_uri"] = Aggregation.AbsoluteUri;
        var payload = new JsonObject { ["sub"] = Uri.AbsoluteUri, ["iat"] = IssuedAt.ToUnixTimeSeconds() };
        if (ExpiresAt is { } end)
            payload["exp"] = end.ToUnixTimeSeconds();
        if (TimeToLive is { } life)
            payload["ttl"] = (long)life.TotalSeconds;
        payload["status_list"] = list;
        var full = new JsonObject { ["typ"] = Type };
        foreach (var (name, value) in header)
            full[name] = value?.DeepClone();
        return Jws.Sign(full, payload, signer);
    }

    /// <summary>Verifies one for a credential that names this URI (section 8.3). Null and the fault when it is not to be believed.</summary>
    public static (StatusListToken? Token, StatusFault? Fault) Verify(
        string text, Uri uri, Func<Jws, IVerificationKey?> keyOf, DateTimeOffset now, TimeSpan leeway)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(keyOf);
        if (Jws.Parse(text) is not { } jws)
            return (null, StatusFault.Malformed);
        if (jws.Type != Type)
            return (null, StatusFault.Type);
        if (keyOf(jws) is not { } key)
            return (null, StatusFault.UnknownKey);
        if (!jws.IsSignedBy(key))
            return (null, StatusFault.Signature);
        return Jws.Text(jws.Payload, "sub") != uri.AbsoluteUri ? (null, StatusFault.Subject) : Read(jws.Payload, uri, now, leeway);
    }

    /// <summary>The status of a credential, or that its place is not there.</summary>
    public (int? Status, StatusFault? Fault) StatusAt(long index) =>
        index >= 0 && index < List.Count ? (List[(int)index], null) : (null, StatusFault.IndexOutOfRange);

    private static (StatusListToken? Token, StatusFault? Fault) Read(JsonObject payload, Uri uri, DateTimeOffset now, TimeSpan leeway)
    {
        var (issued, end, life) = (Jws.Seconds(payload, "iat"), Jws.Seconds(payload, "exp"), Jws.Seconds(payload, "ttl"));
        if (issued is null || payload.ContainsKey("exp") && end is null || payload.ContainsKey("ttl") && life is not > 0
            || payload["status_list"] is not JsonObject list || list["bits"] is not JsonValue bits || !bits.TryGetValue<int>(out var each)
            || Jws.Text(list, "lst") is not { } lst || StatusList.Parse(each, lst) is not { } statuses)
            return (null, StatusFault.Malformed);
        if (issued > (now + leeway).ToUnixTimeSeconds() || end <= (now - leeway).ToUnixTimeSeconds())
            return (null, StatusFault.Time);
        return (new(
            uri, DateTimeOffset.FromUnixTimeSeconds(issued.Value), end is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : null,
            life is { } seconds ? TimeSpan.FromSeconds(seconds) : null, statuses,
            Jws.Text(list, "aggregation_uri") is { } other && System.Uri.TryCreate(other, UriKind.Absolute, out var aggregation) ? aggregation : null), null);
    }
}
