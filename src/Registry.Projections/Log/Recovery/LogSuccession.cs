using JasperFx;
using Marten;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Epochs;
using Registry.Domain.Identifiers;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Keys;
using Registry.Projections.Log.Fsck;
using Registry.Projections.Personal;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Recovery;

/// <summary>What two people order when a log's signed tail is lost and nobody kept it.</summary>
/// <param name="OrderedBy">Their staff ids.</param>
/// <param name="Lost">How many signed entries they know to be lost; another number stops it.</param>
/// <param name="Kept">A checkpoint of the log that somebody kept, the whole note; null when only our own are known.</param>
public sealed record DiscontinuityOrder(DiscontinuityReason Reason, IReadOnlyList<string> OrderedBy, long? Lost, string? Kept);

/// <param name="Next">The log that goes on.</param>
/// <param name="Left">Entries that are left of the log before.</param>
public sealed record Succeeded(TenantLog Next, long Lost, long Left);

/// <summary>
/// Closes a log whose signed tail is lost, as it stands and for ever, and opens the next epoch: its entry 0 is a signed
/// discontinuity. Head, discontinuity and the keys' new records are one transaction of the tables' owner.
/// </summary>
/// <param name="sequencer">Connections that lead: nobody else may, meanwhile.</param>
/// <param name="open">Makes or opens the checkpoint key of a log: tenant, id, origin.</param>
public sealed class LogSuccession(
    string ownerConnection, NpgsqlDataSource sequencer, string schema, SignedHead remembered, LogKeyBook book, AgencySigners signers,
    SubjectVault vault, TimeProvider clock, Func<string, string, string, CancellationToken, Task<TenantLog>> open)
{
    /// <param name="year">Of today, for the next log's name.</param>
    /// <exception cref="LogRefusedException">
    /// Another leads; the database is damaged in another way; nothing that was signed is lost, or another number of entries.
    /// </exception>
    public async Task<Succeeded> RunAsync(TenantLog log, DiscontinuityOrder order, int year, CancellationToken token)
    {
        await using var lead = await Sequencer.TryLeadAsync(sequencer, schema, log.Id, token)
            ?? throw new LogRefusedException($"{log.Origin}: a server leads this log. Stop it first.");
        await using var owner = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await owner.OpenConnectionAsync(token);
        await CloseAsync(connection, log, token);
        await RequireSoundAsync(connection, log, lead.Head, token);

        var promised = await new PromisedCheckpoints(remembered, book, schema).ReadAsync(connection, log, order.Kept, token);
        var loss = await Loss.FindAsync(owner, connection, schema, lead, log, promised, token)
            ?? throw new LogRefusedException($"{log.Origin}: the database extends every checkpoint known to be signed. Nothing is lost.");
        if (order.Lost != loss.Entries)
            throw new LogRefusedException(
                $"{log.Origin}: {loss.Signed.Size} entries were signed, {lead.Size} are left, the first {loss.Extended} of them as signed. "
                + $"Look for an export first; to record that {loss.Entries} signed entries are lost, say --lost {loss.Entries}.");
        // What waits was promised to its writers. It names this log, so it gets its place here, under the discontinuity's root.
        while (await lead.SequenceAsync(token) > 0)
        {
        }
        if (await loss.IsMadeUpForAsync(owner, schema, lead, token))
            throw new LogRefusedException($"{log.Origin}: with what waited in the inbox nothing is lost. Start the server.");

        var next = await NextAsync(connection, log, year, token);
        await OpenAsync(owner, log, next, lead.Checkpoint, loss, order, token);
        return new(next.Log, loss.Entries, lead.Size);
    }

    // Until this connection ends nothing comes into the inbox, also from a server that was forgotten; then the log has a successor.
    private async Task CloseAsync(NpgsqlConnection connection, TenantLog log, CancellationToken token)
    {
        await using var close = new NpgsqlCommand("select pg_advisory_lock(hashtextextended($1, 0))", connection)
            .With($"registry/open-log/{schema}/{log.Id}");
        await close.ExecuteNonQueryAsync(token);
    }

    private async Task RequireSoundAsync(NpgsqlConnection connection, TenantLog log, LogHead head, CancellationToken token)
    {
        await LogAudit.RequireSoundAsync(connection, schema, head, token);
        if (await BothWays.FirstUnmatchedAsync(connection, schema, log.Tenant, token) is { } miss)
            throw new LogRefusedException($"{log.Origin}: {miss.Code}: {miss.Detail} This is no lost tail; run fsck.");
    }

    // A name under which something was signed is not given again, even where the database knows nothing of it.
    private async Task<(TenantLog Log, int Epoch)> NextAsync(NpgsqlConnection connection, TenantLog log, int year, CancellationToken token)
    {
        var epoch = 1 + await LogHead.NewestEpochAsync(connection, schema, log.Tenant, token);
        var name = Enumerable.Range(epoch, int.MaxValue - epoch).Select(number => LogOrigin.NameAfterLoss(year, number))
            .First(name => remembered.Read(IdOf(name)) is null);
        return (await open(log.Tenant, IdOf(name), log.Origin[..(log.Origin.LastIndexOf('/') + 1)] + name, token), epoch);

        string IdOf(string name) => $"{log.Tenant}/{name}";
    }

    private async Task OpenAsync(
        NpgsqlDataSource owner, TenantLog log, (TenantLog Log, int Epoch) next, Checkpoint left, Loss loss, DiscontinuityOrder order,
        CancellationToken token)
    {
        var logs = new TenantLogs();
        logs.Add(next.Log);
        await using var store = DocumentStore.For(options => RegistryStore.Configure(options, owner, schema, clock, AutoCreate.None));
        var signer = await signers.ChooseAsync(log.Tenant, log.Tenant, token);
        var act = new Act(new Actor("operator", Role.Platform, Agency: null, RegionCode.Parse(log.Tenant), Subject: null), correlation: null)
        {
            Ground = Ground.Administration(),
        };
        await using var session = new RegistrySessions(store, logs, signers, vault, schema).Open(log.Tenant, act, founding: signer);
        var key = new SigningKeyEvent.Registered(signer.KeyId, signer.Algorithm, Convert.ToBase64String(signer.PublicKeySpki), log.Tenant);
        session.Events.StartStream<Epoch>(EpochId.Of(next.Log.Origin).Value, loss.ToEvent(log, left, order, key));
        await IntroduceKeysAsync(session, signer.KeyId, token);
        LogHead.QueueStart(session, schema, next.Log, next.Epoch);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    // A log stands for itself: whoever signs in it is introduced in it, with what the root has said of them.
    private static async Task IntroduceKeysAsync(IDocumentSession session, string signer, CancellationToken token)
    {
        var live = await session.Query<SigningKeyCard>().Where(card => card.IsLive).ToListAsync(token);
        foreach (var card in live.OrderBy(card => card.RegisteredAt).ThenBy(card => card.Kid, StringComparer.Ordinal))
        {
            var stream = await session.Events.FetchForWriting<SigningKey, SigningKeyId>(SigningKeyId.Of(card.Id), token);
            if (card.Kid != signer)
                stream.AppendOne(new SigningKeyEvent.Registered(card.Kid, card.Algorithm, card.PublicKey, card.Owner));
            var told = await session.Events.FetchStreamAsync(card.Id, token: token);
            stream.AppendMany(told.Select(fact => fact.Data).OfType<SigningKeyEvent.Endorsed>().DistinctBy(endorsed => endorsed.Root));
        }
    }
}
