using System.Text.Json;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>What a code stands for, and what must come with it.</summary>
internal sealed record AuthorizationCode(AuthorizationRequest Request, WalletGrant Grant)
{
    /// <summary>How long one is good: a wallet redeems it at once.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    public static AuthorizationCode? Read(string? detail) => detail is null ? null : JsonSerializer.Deserialize<AuthorizationCode>(detail);

    public override string ToString() => JsonSerializer.Serialize(this);
}
