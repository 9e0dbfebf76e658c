using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Projections.Log;

/// <summary>One log: a tenant (registry authority) and an epoch, the origin its entries and checkpoints name, its public keys.</summary>
/// <param name="tenant">Region code of the authority, for example 340100.</param>
/// <param name="id">Tenant and epoch as rows of the log's tables name it, for example <c>340100/2026</c>.</param>
/// <param name="origin">Public URL without scheme, fixed when the log is created (C2SP tlog-checkpoint).</param>
/// <param name="keys">Verify the log's checkpoints.</param>
/// <param name="sm2Key">Verifies the SM2 line of those checkpoints that have one; null where none is to be signed.</param>
public sealed class TenantLog(string tenant, string id, string origin, CheckpointKeys keys, NoteVerifierKey? sm2Key = null)
{
    private volatile CheckpointKeys keys = keys;

    public string Tenant => tenant;

    public string Id => id;

    public string Origin => origin;

    public NoteVerifierKey? Sm2Key => sm2Key;

    /// <summary>As they were last read; a rotation becomes known within a second, while the key before it is still live.</summary>
    public CheckpointKeys Keys
    {
        get => keys;
        set => keys = value;
    }

    /// <summary>The key to pin.</summary>
    public NoteVerifierKey Key => KeyAt(long.MaxValue);

    /// <summary>The key to pin for a tree of this size.</summary>
    public NoteVerifierKey KeyAt(long size) => Keys.At(size)[0];
}
