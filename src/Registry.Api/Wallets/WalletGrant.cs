using System.Text.Json;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Wallets;

/// <summary>What a holder lets a wallet fetch: a credential of one licence. It names nobody.</summary>
/// <param name="Holder">Id under which the holder was signed in when they asked for the offer; null while they have not taken one from a window.</param>
/// <param name="Configuration">Of the credential that was offered.</param>
/// <param name="Named">The wallet asks by <see cref="Identifier"/> instead (OpenID4VCI 1.0 section 8.2).</param>
/// <param name="Key">Thumbprint of the key that a token is bound to; null for a bearer's.</param>
internal sealed record WalletGrant(
    string? Holder, SubjectTag Subject, LicenceId Licence, Uscc Issuer, string Configuration, bool Named = false, string? Key = null)
{
    /// <summary>Of one that a token stands for: the holder is known.</summary>
    public Actor Actor => new(Holder!, Role.Citizen, Agency: null, Region: null, Subject);

    /// <summary>Tells this licence's credential from others of its configuration.</summary>
    public string Identifier => Licence.ToString();

    public static WalletGrant? Read(string? detail) => detail is null ? null : JsonSerializer.Deserialize<WalletGrant>(detail);

    public override string ToString() => JsonSerializer.Serialize(this);
}
