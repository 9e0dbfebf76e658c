using Registry.Domain.Log;

namespace Registry.Projections.Log;

/// <summary>
/// Signs checkpoints. Order, so that a crash breaks nothing: entries and head are committed (sequencer), then the signed
/// note is inserted under its size, then it is remembered outside the database, and only then is it served.
/// </summary>
public sealed class Publisher
{
    private readonly Sequencer sequencer;
    private readonly NoteSigner signer;
    private readonly string schema;
    private readonly string tenant;
    private readonly SignedHead remembered;

    private Publisher(Sequencer sequencer, NoteSigner signer, string schema, string tenant, SignedHead remembered)
    {
        this.sequencer = sequencer;
        this.signer = signer;
        this.schema = schema;
        this.tenant = tenant;
        this.remembered = remembered;
    }

    /// <summary>Size of the newest signed checkpoint; -1 before the first.</summary>
    public long Published { get; private set; } = -1;

    /// <summary>
    /// Ready to sign, after every tree ever signed here was found to be a prefix of the stored one.
    /// </summary>
    /// <exception cref="LogRefusedException">
    /// The database does not extend a checkpoint that was signed: it was restored from a backup, or history was changed.
    /// </exception>
    public static async Task<Publisher> StartAsync(
        Sequencer sequencer, NoteSigner signer, string schema, string tenant, SignedHead remembered, CancellationToken token)
    {
        var publisher = new Publisher(sequencer, signer, schema, tenant, remembered);
        if (await CheckpointStore.NewestAsync(sequencer.Connection, schema, tenant, token) is { } stored)
            publisher.Published = (await publisher.RequireExtended(stored, "the newest stored checkpoint", token)).Size;
        if (remembered.Read(tenant) is { } outside)
            await publisher.RequireExtended(outside, $"the checkpoint remembered in {remembered.PathOf(tenant)}", token);
        return publisher;
    }

    /// <summary>Signs the sequencer's present tree; does nothing when it is signed already.</summary>
    public async Task PublishAsync(CancellationToken token)
    {
        var checkpoint = sequencer.Checkpoint;
        if (checkpoint.Size == Published)
            return;
        var note = checkpoint.Sign(signer).ToString();
        await CheckpointStore.InsertAsync(sequencer.Connection, schema, tenant, checkpoint.Size, note, token);
        // A crash here: the note is stored and will be served; the remembered one is older and still a prefix.
        remembered.Write(tenant, note);
        Published = checkpoint.Size;
    }

    private async Task<Checkpoint> RequireExtended(string note, string what, CancellationToken token)
    {
        var opened = Checkpoint.Open(note, signer.VerifierKey);
        if (opened is not { Value: { } signed })
            throw new LogRefusedException($"{signer.Name}: {what} does not verify under the log's key ({opened.Reason}).");
        if (signed.Size > sequencer.Size)
            throw new LogRefusedException(
                $"{signer.Name}: {what} has {signed.Size} entries and the database only {sequencer.Size}: "
                + $"was a backup restored? Signed root {signed.Root}.");
        var (edge, _) = await LogAudit.RebuildAsync(
            sequencer.Connection, schema, tenant, sequencer.Checkpoint.Origin, signed.Size, token);
        if (edge.Root() != signed.Root)
            throw new LogRefusedException(
                $"{signer.Name}: the first {signed.Size} entries have root {edge.Root()}, but {what} says {signed.Root}.");
        return signed;
    }
}
