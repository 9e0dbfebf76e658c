using System.Text.Json.Nodes;
using Registry.Domain.Credentials;

namespace Registry.Api.Wallets;

/// <summary>What a wallet asks for (OpenID4VCI 1.0 section 8.2): one credential for each proof.</summary>
internal sealed record CredentialRequest(IReadOnlyList<ProofOfPossession> Proofs)
{
    /// <summary>Most proofs, and credentials, of one request.</summary>
    public const int BatchSize = 10;

    /// <summary>Neither here nor for what was deferred.</summary>
    public const string Encryption = "credential_response_encryption";
    public const string EncryptionUnsupported = "invalid_encryption_parameters";

    /// <summary>Reads and checks it but for the nonces, which are used up only by what is right otherwise; else its error code.</summary>
    public static async Task<(CredentialRequest? Request, string? Error)> ReadAsync(
        Stream body, WalletGrant grant, string issuer, DateTimeOffset now, CancellationToken token)
    {
        if (await WalletBody.ObjectAsync(body, token) is not { } asked)
            return (null, "invalid_credential_request");
        if (asked.ContainsKey("credential_identifier") == asked.ContainsKey("credential_configuration_id"))
            return (null, "invalid_credential_request");
        if (asked.ContainsKey("credential_identifier") && (!grant.Named || WalletBody.TextOf(asked["credential_identifier"]) != grant.Identifier))
            return (null, "unknown_credential_identifier");
        if (asked.ContainsKey("credential_configuration_id"))
        {
            if (grant.Named)
                return (null, "invalid_credential_request");
            if (WalletBody.TextOf(asked["credential_configuration_id"]) != grant.Configuration)
                return (null, "unknown_credential_configuration");
        }
        if (asked.ContainsKey(Encryption))
            return (null, EncryptionUnsupported);
        if (asked["proofs"] is not JsonObject { Count: 1 } proofs || proofs["jwt"] is not JsonArray { Count: >= 1 and <= BatchSize } jwts)
            return (null, "invalid_proof");
        var read = jwts.Select(one => WalletBody.TextOf(one) is { } jwt ? ProofOfPossession.Read(jwt, issuer, now) : null).OfType<ProofOfPossession>().ToList();
        return read.Count < jwts.Count || read.DistinctBy(proof => Jwk.Thumbprint(proof.Key)).Count() < read.Count
            ? (null, "invalid_proof")
            : (new(read), null);
    }
}
