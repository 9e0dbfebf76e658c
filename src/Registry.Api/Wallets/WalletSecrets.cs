using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marten;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Projections.Schema;

namespace Registry.Api.Wallets;

/// <summary>What a secret stands for: those of one kind are never taken for another's.</summary>
internal enum SecretKind
{
    /// <summary>Pre-authorized code.</summary>
    Code,
    Token,

    /// <summary>Who took an offer from a window, by its code.</summary>
    Taker,

    /// <summary>An offer at a window, by the digits that its holder types in.</summary>
    WindowDigits,
    Nonce,

    /// <summary>Credentials that a wallet asked for and waits for, by token and transaction.</summary>
    Deferral,

    /// <summary>Token of a wallet that waits, good for that alone, and longer.</summary>
    WaitingToken,

    /// <summary>By which a wallet says what became of credentials.</summary>
    Notification,

    /// <summary>What a wallet asks a holder for, by the name that it pushed it under.</summary>
    AuthorizationRequest,

    /// <summary>That a signed-in holder is being asked.</summary>
    Consent,

    /// <summary>What a holder consented to.</summary>
    AuthorizationCode,

    /// <summary>Of one that was seen, by key and id.</summary>
    DpopProof,

    /// <summary>What an officer asks a wallet to show.</summary>
    PresentationRequest,

    /// <summary>What a wallet showed.</summary>
    PresentationAnswer,

    /// <summary>By which a system has a file made of a licence that it was told of (authCode).</summary>
    SharingUse,

    /// <summary>The link to such a file.</summary>
    SharedFile,

    /// <summary>The state of a browser's attempt to sign in that was answered.</summary>
    SignIn,
}

/// <summary>
/// Short-lived secrets in PostgreSQL, good on any node. Only keyed digests are kept: who reads the table redeems nothing, and cannot
/// try out the digits of a transaction code. What one stands for is under a keyed digest too: who writes the table redeems nothing else.
/// </summary>
internal sealed class WalletSecrets(NpgsqlDataSource database, RegistrySettings settings, RegistryRuntime runtime)
{
    /// <summary>Wrong answers after which a secret is void.</summary>
    public const int MostGuesses = 5;

    private const int Octets = 32;

    private readonly byte[] key = runtime.Secrets.Secret("wallet-secrets");

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets));

    /// <summary>A secret that follows from others and tells nothing of them.</summary>
    public byte[] Derive(string purpose, string from) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"registry/wallet/v1\n{purpose}\n{from}"));

    /// <summary>Keeps one, and sweeps some that have expired. One that is there already stays as it is: false.</summary>
    /// <param name="answer">What must come with it when it is used.</param>
    public async Task<bool> KeepAsync(SecretKind kind, string secret, string detail, TimeSpan life, string? answer = null) =>
        await KeepAsync(kind, [(secret, detail)], life, answer) == 1;

    /// <summary>Keeps several by one statement, as above. Returns how many were not there already.</summary>
    public async Task<int> KeepAsync(
        SecretKind kind, IReadOnlyCollection<(string Secret, string Detail)> secrets, TimeSpan life, string? answer = null)
    {
        var now = runtime.Clock.GetUtcNow();
        await using var insert = database.CreateCommand(
            $"""
            with swept as (
                delete from {settings.Schema}.wallet_secret where digest in (
                    select digest from {settings.Schema}.wallet_secret where expires_at <= $6 limit 64 for update skip locked))
            insert into {settings.Schema}.wallet_secret (digest, tenant, detail, mac, answer, expires_at)
            select t.digest, $2, t.detail, t.mac, t.answer, $5 from unnest($1, $3, $7, $4) as t (digest, detail, mac, answer) on conflict do nothing
            """).With(
                secrets.Select(one => Digest(kind, one.Secret)).ToArray(), settings.Authority, secrets.Select(one => one.Detail).ToArray(),
                secrets.Select(one => AnswerTo(one.Secret, answer)).ToArray(), now + life, now,
                secrets.Select(one => MacOf(kind, one.Secret, one.Detail)).ToArray());
        return await insert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Makes one void, even before it is kept.</summary>
    public async Task RevokeAsync(SecretKind kind, string secret, TimeSpan life)
    {
        await using var upsert = database.CreateCommand(
            $"""
            insert into {settings.Schema}.wallet_secret (digest, tenant, detail, mac, used, expires_at) values ($1, $2, '', '', true, $3)
            on conflict (digest) do update set used = true
            """).With(Digest(kind, secret), settings.Authority, runtime.Clock.GetUtcNow() + life);
        await upsert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>What it stands for, while it can still be used; null for one that is not known, used, void or expired.</summary>
    public async Task<string?> ReadAsync(SecretKind kind, string secret, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select detail, mac from {settings.Schema}.wallet_secret where {Usable}")
            .With(Digest(kind, secret), settings.Authority, runtime.Clock.GetUtcNow());
        return await GenuineAsync(select, kind, secret, token);
    }

    /// <summary>How long it can still be used, and until when; null as above.</summary>
    public async Task<(TimeSpan Left, DateTimeOffset End)?> ExpiryAsync(SecretKind kind, string secret, CancellationToken token)
    {
        var now = runtime.Clock.GetUtcNow();
        await using var select = database.CreateCommand($"select expires_at from {settings.Schema}.wallet_secret where {Usable}")
            .With(Digest(kind, secret), settings.Authority, now);
        await using var reader = await select.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) && reader.GetFieldValue<DateTimeOffset>(0) is var end ? (end - now, end) : null;
    }

    /// <summary>Uses it, once among however many try at a time; null as above, or when the answer is wrong, which counts.</summary>
    public async Task<string?> UseAsync(SecretKind kind, string secret, string? answer = null)
    {
        await using var update = database.CreateCommand(
            $"""
            update {settings.Schema}.wallet_secret set guesses = guesses + 1, used = answer = $4
            where {Usable} returning case when used then detail end, mac
            """).With(Digest(kind, secret), settings.Authority, runtime.Clock.GetUtcNow(), AnswerTo(secret, answer));
        return await GenuineAsync(update, kind, secret, CancellationToken.None);
    }

    /// <summary>Uses it with a save, which fails (<see cref="IsSpent"/>) once it cannot be used any more.</summary>
    public void UseWith(IDocumentSession session, SecretKind kind, string secret) => session.QueueSqlCommand(
        $"call {settings.Schema}.use_wallet_secret(?, ?, ?)", Digest(kind, secret), settings.Authority, runtime.Clock.GetUtcNow());

    /// <summary>Whether a save failed because what it was to use is used, void or expired.</summary>
    public static bool IsSpent(Exception? e) => e switch
    {
        null => false,
        PostgresException { SqlState: "RK005" } => true,
        _ => IsSpent(e.InnerException),
    };

    // Whoever writes to the table cannot make a code of their own stand for another's licence.
    private async Task<string?> GenuineAsync(NpgsqlCommand command, SecretKind kind, string secret, CancellationToken token)
    {
        await using var reader = await command.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) && !reader.IsDBNull(0) && reader.GetString(0) is var detail
            && CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(1), MacOf(kind, secret, detail))
                ? detail
                : null;
    }

    private static readonly string Usable =
        FormattableString.Invariant($"digest = $1 and tenant = $2 and expires_at > $3 and not used and guesses < {MostGuesses}");

    private byte[] MacOf(SecretKind kind, string secret, string detail) => Derive($"detail-{kind}", $"{secret}\n{detail}");

    private byte[] Digest(SecretKind kind, string secret) => Derive($"digest-{kind}", secret);

    private byte[] AnswerTo(string secret, string? answer) => Derive("answer", $"{secret}\n{answer}");
}
