using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Registry.Api.Wallets;

/// <summary>
/// Credentials that a wallet was granted and waits for (OpenID4VCI 1.0 section 9): they are bound to the keys that it proved to have when it
/// asked, and come with the token that it asked with. Nothing in it is personal.
/// </summary>
/// <param name="Keys">Public JWKs.</param>
internal sealed record Deferral(IReadOnlyList<JsonObject> Keys)
{
    /// <summary>So long may the agency's key or the lists be away: as long as a list is good that was signed before.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>After which a wallet should ask again.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Puts a wallet off. What a token stands for is remembered longer, for this alone; a token that is void meanwhile is no good for it either.</summary>
    /// <returns>The transaction; null where the token is good no more.</returns>
    public static async Task<string?> BeginAsync(WalletToken access, IReadOnlyList<JsonObject> keys, WalletSecrets secrets)
    {
        var transaction = WalletSecrets.New();
        await secrets.KeepAsync(SecretKind.Deferral, NameAt(access, transaction), JsonSerializer.Serialize(keys), Life);
        await secrets.KeepAsync(SecretKind.WaitingToken, access.Text, access.Grant.ToString(), Life);
        // Whoever voids a token voids it as one that waits afterwards: one of the two sees the other.
        if (await secrets.ReadAsync(SecretKind.Token, access.Text, CancellationToken.None) is not null)
            return transaction;
        await secrets.UseAsync(SecretKind.WaitingToken, access.Text);
        return null;
    }

    public static async Task<Deferral?> ReadAsync(WalletToken access, string transaction, WalletSecrets secrets, CancellationToken token) =>
        await secrets.ReadAsync(SecretKind.Deferral, NameAt(access, transaction), token) is { } detail
            ? new(JsonSerializer.Deserialize<List<JsonObject>>(detail)!)
            : null;

    /// <summary>The secret: no other token has the transaction.</summary>
    public static string NameAt(WalletToken access, string transaction) => $"{access.Text}\n{transaction}";

    /// <summary>What a wallet is told that is put off (OpenID4VCI 1.0 section 8.3).</summary>
    /// <param name="TransactionId">By which it asks again, with the same token.</param>
    /// <param name="Interval">Seconds after which it should.</param>
    public sealed record PutOff([property: JsonPropertyName("transaction_id")] string TransactionId, int Interval);

    /// <summary>202, as each time until it is done.</summary>
    public static IResult Pending(string transaction) => TypedResults.Json(
        new PutOff(transaction, (int)Interval.TotalSeconds), statusCode: StatusCodes.Status202Accepted);
}
