using System.Collections.Concurrent;
using Marten;
using Registry.Domain.Signatures;

namespace Registry.Projections.Keys;

/// <summary>
/// The signer of each agency: its newest live key that is held here. Citizens' and the platform's own events are signed by
/// the authority's key. Other processes may register and end keys, so a choice is looked at again after a second.
/// </summary>
public sealed class AgencySigners(IKeyStore keys, IDocumentStore store, TimeProvider clock)
{
    /// <summary>A new key signs everywhere after this long at most.</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Tenant, string Owner), Choice> choices = new();
    private readonly ConcurrentDictionary<string, ISigner> opened = new();

    /// <summary>The name that the keys of an owner are kept under: an agency's USCC or the authority's region code.</summary>
    public static string KeyName(string owner) => $"event-{owner}";

    /// <exception cref="KeyStoreException">None of the owner's live keys is held here.</exception>
    public async ValueTask<ISigner> CurrentAsync(string tenant, string owner, CancellationToken token) =>
        choices.TryGetValue((tenant, owner), out var choice) && clock.GetElapsedTime(choice.MadeAt) < Refresh
            ? choice.Signer
            : await ChooseAsync(tenant, owner, token);

    /// <summary>Reads the registered keys anew.</summary>
    public async Task<ISigner> ChooseAsync(string tenant, string owner, CancellationToken token)
    {
        var now = clock.GetTimestamp();
        var live = await LiveAsync(tenant, owner, token);
        var held = keys.Held(KeyName(owner));
        var kid = live.Select(card => card.Kid).FirstOrDefault(held.Contains)
            ?? throw new KeyStoreException(KeyStoreException.KeyMissing, KeyName(owner));
        var signer = opened.GetOrAdd(kid, one => keys.Open(KeyName(owner), one));
        choices[(tenant, owner)] = new(signer, now);
        return signer;
    }

    /// <summary>The live keys of an owner, newest first.</summary>
    public async Task<IReadOnlyList<SigningKeyCard>> LiveAsync(string tenant, string owner, CancellationToken token)
    {
        await using var session = store.QuerySession(tenant);
        return await session.Query<SigningKeyCard>().Where(card => card.Owner == owner && card.IsLive)
            .OrderByDescending(card => card.RegisteredAt).ThenByDescending(card => card.Id).ToListAsync(token);
    }

    private sealed record Choice(ISigner Signer, long MadeAt);
}
