using Registry.Domain.Log;

namespace Registry.Projections.Log;

/// <summary>One log: a tenant (registry authority) and an epoch, the origin its entries and checkpoints name, its public key.</summary>
/// <param name="Tenant">Region code of the authority, for example 340100.</param>
/// <param name="Id">Tenant and epoch as rows of the log's tables name it, for example <c>340100/2026</c>.</param>
/// <param name="Origin">Public URL without scheme, fixed when the log is created (C2SP tlog-checkpoint).</param>
/// <param name="Key">Verifies the log's checkpoints.</param>
/// <param name="Sm2Key">Verifies the second line of those checkpoints that have one; null where none is to be signed.</param>
public sealed record TenantLog(string Tenant, string Id, string Origin, NoteVerifierKey Key, NoteVerifierKey? Sm2Key = null);
