using System.Text.Json;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Presentations;

/// <summary>What a wallet answered, as it was judged when it came.</summary>
/// <param name="Declined">The holder did not want to, or the wallet has nothing that fits.</param>
/// <param name="Licence">Null where it is none of ours, or nobody proved that it is theirs.</param>
/// <param name="Claims">What was asked for of it, sealed under the holder's key; null likewise.</param>
internal sealed record ShownPresentation(
    AskedPresentation Asked, DateTimeOffset At, bool Declined, IReadOnlyList<ShownCheck> Checks, LicenceId? Licence, string? Identifier,
    IReadOnlyList<string> Fields, Personal<ShownClaims>? Claims)
{
    public static ShownPresentation? Read(string? detail) => detail is null ? null : JsonSerializer.Deserialize<ShownPresentation>(detail);

    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>Claims by name.</summary>
internal sealed record ShownClaims(IReadOnlyDictionary<string, string> Values);

/// <param name="Check">integrity, issuer, holder, status, validity, log or request.</param>
/// <param name="Outcome">good, bad or unknown.</param>
/// <param name="At">Of a status, since when it is known; of a validity, when it ends or begins; of the log, when the entry was made.</param>
internal sealed record ShownCheck(string Check, CheckState Outcome, string Code, DateTimeOffset? At);
