using System.Globalization;
using Registry.Domain;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Keys;
using Registry.Projections.Log;

namespace Registry.Api.Authorities;

/// <summary>
/// The life of the keys that sign a log's checkpoints: a new one is introduced by the one before it, both sign, and the old one
/// is ended. The log's leader follows by what the log holds.
/// </summary>
internal sealed class LogKeyCustody(RegistrySessions sessions, IKeyStore keys, LogKeyBook book)
{
    /// <summary>What <c>keys rotate</c> calls the log, in place of an owner.</summary>
    public const string Owner = "log";

    public static readonly Refusal SuccessorUnseen = new("log-key-successor-unseen");

    public static string KidOf(NoteVerifierKey key) => KeyId.Of(Convert.FromBase64String(key.ToEndorsement().PublicKey));

    /// <summary>
    /// Introduces a new key. From the entry that tells of it on, checkpoints carry its line too.
    /// </summary>
    public async Task<NoteVerifierKey> RotateAsync(TenantLog log, CancellationToken token)
    {
        var (known, held) = await book.ReadAsync(log.Tenant, log.Origin, token);
        var present = known.At(long.MaxValue)
            .Select(key => held.FirstOrDefault(signer => signer.VerifierKey.ToString() == key.ToString()))
            .FirstOrDefault(signer => signer is not null)
            ?? throw new KeyStoreException(KeyStoreException.KeyMissing, LogKeyBook.KeyName(log.Tenant, log.Origin));
        await using var session = PlatformSession.Open(sessions, log.Tenant);
        var first = await session.Events.FetchForWriting<LogKey, LogKeyId>(LogKeyId.Of(present.VerifierKey.ToString()), token);
        if (first.Aggregate is null)
        {
            // On its own, before the new key exists: then a key that no event tells of is one that nobody introduced.
            session.Events.StartStream<LogKey>(first.Id, new LogKeyEvent.Registered(present.VerifierKey.ToString()));
            await session.SaveChangesAsync(CancellationToken.None);
        }
        var fresh = Untold(log, known)
            ?? new NoteSigner(log.Origin, keys.Create(LogKeyBook.KeyName(log.Tenant, log.Origin), Ed25519.Name));
        var vkey = fresh.VerifierKey.ToString();
        session.Events.StartStream<LogKey>(LogKeyId.Of(vkey).Value, new LogKeyEvent.Introduced(
            vkey, present.VerifierKey.ToString(), LogKeyIntroduction.Write(present, fresh.VerifierKey)));
        await session.SaveChangesAsync(CancellationToken.None);
        return fresh.VerifierKey;
    }

    /// <summary>Retires a key, once a published checkpoint shows that another key signs.</summary>
    /// <param name="published">The newest published note.</param>
    /// <returns>Why not; null when it is retired.</returns>
    public Task<Refusal?> RetireAsync(TenantLog log, NoteVerifierKey key, string published, RetirementReason reason) =>
        EndAsync(log, key, published, new LogKeyEvent.Retired(key.ToString(), reason));

    /// <summary>Ends the key, and says from where on nothing that it introduced is to be followed.</summary>
    public Task<Refusal?> ReportCompromiseAsync(
        TenantLog log, NoteVerifierKey key, string published, long from, long size, CompromiseReason reason, CompromiseReporter reportedBy) =>
        from < 0 || from > size
            ? Task.FromResult<Refusal?>(SigningKeyDecider.BeyondTheLog)
            : EndAsync(log, key, published, new LogKeyEvent.Compromised(
                key.ToString(), log.Origin, from.ToString(CultureInfo.InvariantCulture), reason, reportedBy));

    private async Task<Refusal?> EndAsync(TenantLog log, NoteVerifierKey key, string published, LogKeyEvent end)
    {
        await using var session = PlatformSession.Open(sessions, log.Tenant);
        var stream = await session.Events.FetchForWriting<LogKey, LogKeyId>(LogKeyId.Of(key.ToString()));
        if (stream.Aggregate is null)
            return SigningKeyDecider.NoSuccessor;
        if (!stream.Aggregate.IsLive && end is LogKeyEvent.Retired)
            return SigningKeyDecider.AlreadyEnded;
        var others = log.Keys.At(long.MaxValue).Where(other => other.ToString() != key.ToString()).ToArray();
        if (others is [])
            return SigningKeyDecider.NoSuccessor;
        if (!SignedNote.Open(published, others).Ok)
            return SuccessorUnseen;
        stream.AppendOne(end);
        await session.SaveChangesAsync(CancellationToken.None);
        return null;
    }

    // Left by a crash between making a key and introducing it.
    private NoteSigner? Untold(TenantLog log, CheckpointKeys known) =>
        book.Held(log.Tenant, log.Origin).FirstOrDefault(signer =>
            known.All.All(key => key.Key.ToString() != signer.VerifierKey.ToString()));
}
