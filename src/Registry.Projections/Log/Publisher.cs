using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Keys;

namespace Registry.Projections.Log;

/// <summary>
/// Signs checkpoints and publishes them. Order, so that a crash breaks nothing: entries and head are committed (sequencer),
/// new entries are read back and hashed anew, the signed note is kept under its size, it is remembered outside the
/// database, and only then it is served. A start takes up where a crash left off, by the same steps.
/// </summary>
public sealed class Publisher
{
    private readonly Sequencer sequencer;
    private readonly Func<CancellationToken, Task<LogSigners>> signersOf;
    private readonly LogReader reader;
    private readonly string schema;
    private readonly SignedHead remembered;
    private readonly bool gated;
    private readonly NoteSigner? second;

    // Under the newest signed checkpoint; what follows is hashed before it is signed.
    private LogAudit.Position verified;

    private Publisher(
        Sequencer sequencer, Func<CancellationToken, Task<LogSigners>> signersOf, LogReader reader, string schema,
        SignedHead remembered, bool gated, NoteSigner? second)
    {
        this.gated = gated;
        this.second = second;
        this.sequencer = sequencer;
        this.signersOf = signersOf;
        this.reader = reader;
        this.schema = schema;
        this.remembered = remembered;
        verified = new(CompactRange.Empty, HashChain.Start(sequencer.Head.Origin));
    }

    /// <summary>Size of the newest signed checkpoint; -1 before the first.</summary>
    public long SignedSize { get; private set; } = -1;

    /// <summary>Size of the newest checkpoint published from here; -1 before the first.</summary>
    public long Published { get; private set; } = -1;

    private string Origin => sequencer.Head.Origin;

    private string Log => sequencer.Head.Log;

    /// <summary>
    /// Ready to sign, after every tree ever signed here was found to be a prefix of the stored one. Costs O(log n).
    /// </summary>
    /// <param name="signersOf">Reads the log's keys. Asked before each signature: keys come and go.</param>
    /// <param name="gated">Publishing is left to <see cref="Anchoring.Witnessing"/>, until enough witnesses have cosigned.</param>
    /// <param name="second">Adds a line of its own to each checkpoint, for verifiers who must have another scheme.</param>
    /// <exception cref="LogRefusedException">
    /// The database does not extend a checkpoint that was signed: it was restored from a backup, or history was changed.
    /// </exception>
    public static async Task<Publisher> StartAsync(
        Sequencer sequencer, Func<CancellationToken, Task<LogSigners>> signersOf, LogReader reader, string schema,
        SignedHead remembered, CancellationToken token, bool gated = false, NoteSigner? second = null)
    {
        var publisher = new Publisher(sequencer, signersOf, reader, schema, remembered, gated, second);
        var keys = (await signersOf(token)).Keys;
        if (remembered.Read(publisher.Log) is { } outside)
            await publisher.RequireExtended(outside, keys, $"the checkpoint remembered in {remembered.PathOf(publisher.Log)}", token);
        if (await CheckpointStore.NewestSignedAsync(sequencer.Connection, schema, publisher.Log, token) is not { } stored)
            return publisher;
        var signed = await publisher.RequireExtended(stored, keys, "the newest stored checkpoint", token);
        publisher.verified = new(
            await reader.EdgeAsync(publisher.Log, signed.Size, token),
            await reader.ChainAsync(publisher.Log, signed.Origin, signed.Size, token));
        if (await CheckpointStore.NewestPublishedAsync(sequencer.Connection, schema, publisher.Log, token) is { } published)
            publisher.Published = (await publisher.RequireExtended(published, keys, "the newest published checkpoint", token)).Size;
        await publisher.ServeAsync(signed.Size, stored, token);
        return publisher;
    }

    /// <summary>Signs the sequencer's present tree and publishes it, or leaves that; does nothing when that is done already.</summary>
    /// <exception cref="LogRefusedException">What was read back is not what was sequenced, or another leader signs.</exception>
    public async Task PublishAsync(CancellationToken token)
    {
        var head = sequencer.Head;
        if (head.Size == SignedSize)
            return;
        var reread = await LogAudit.ReplayAsync(sequencer.Connection, schema, Log, verified, head.Size, token);
        if (!reread.Edge.Equals(head.Edge))
            throw new LogRefusedException($"{Origin}: entries {verified.Edge.Size} to {head.Size - 1} are not what was sequenced.");
        sequencer.Reached(LogStep.EntriesReadBack);
        var signers = (await signersOf(token)).At(head.Size);
        var note = sequencer.Checkpoint.Sign(second is null ? signers : [.. signers, second]).ToString();
        sequencer.Reached(LogStep.NoteSigned);
        if (!await CheckpointStore.InsertAsync(sequencer.Connection, schema, head, note, token))
            throw new LogRefusedException($"{Origin}: size {head.Size} was signed under another term; another leader is at work.");
        // A crash here: the note is kept and the next start publishes it.
        sequencer.Reached(LogStep.NoteStored);
        verified = reread;
        await ServeAsync(head.Size, note, token);
    }

    private async Task ServeAsync(long size, string note, CancellationToken token)
    {
        remembered.Write(Log, note);
        SignedSize = size;
        // A crash here: remembered, and published by the next start.
        sequencer.Reached(LogStep.NoteRemembered);
        if (gated || size <= Published)
            return;
        await CheckpointStore.PublishAsync(sequencer.Connection, schema, Log, size, note, token);
        Published = size;
        sequencer.Reached(LogStep.NotePublished);
    }

    private async Task<Checkpoint> RequireExtended(string note, CheckpointKeys keys, string what, CancellationToken token)
    {
        var opened = keys.Open(note);
        if (opened is not { Value: { } signed })
            throw new LogRefusedException($"{Origin}: {what} does not verify under the log's keys ({opened.Reason}).");
        if (signed.Size > sequencer.Size)
            throw new LogRefusedException(
                $"{Origin}: {what} has {signed.Size} entries and the database only {sequencer.Size}: "
                + $"was a backup restored? Signed root {signed.Root}.");
        var edge = await reader.EdgeAsync(Log, signed.Size, token);
        if (edge.Root() != signed.Root)
            throw new LogRefusedException(
                $"{Origin}: the first {signed.Size} entries have root {edge.Root()}, but {what} says {signed.Root}.");
        return signed;
    }
}
