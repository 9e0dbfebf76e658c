namespace Registry.Api.Wallets;

/// <summary>An access token of ours that a wallet sends (RFC 6750 section 2.1), with what it stands for.</summary>
internal sealed record WalletToken(string Text, WalletGrant Grant)
{
    private const string Prefix = "Bearer ";

    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Null where there is none, or one that is good no more.</summary>
    public static async Task<WalletToken?> ReadAsync(HttpRequest request, WalletSecrets secrets, CancellationToken token)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var text = header[Prefix.Length..].Trim();
        return WalletGrant.Read(await secrets.ReadAsync(SecretKind.Token, text, token)) is { } grant ? new(text, grant) : null;
    }
}
