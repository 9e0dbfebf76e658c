using Registry.Api.Issuers;
using Registry.Domain;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Keys;
using Registry.Projections.Log;

namespace Registry.Api.Authorities;

/// <summary>The life of the keys that sign events, credentials and certificates: made in the key store, then registered and ended as events.</summary>
internal sealed class KeyCustody(RegistrySessions sessions, IKeyStore keys, AgencySigners signers, KeyCertificates certificates)
{
    // Every process has gone over to a successor by then, with room for a commit under way.
    private static readonly TimeSpan Overlap = 5 * AgencySigners.Refresh;

    /// <summary>Sees to it that an owner has a live key of this algorithm. Running it again changes nothing.</summary>
    public async Task EnsureAsync(string tenant, string owner, string algorithm)
    {
        var live = await signers.LiveAsync(tenant, owner, CancellationToken.None);
        if (live is not [var newest, ..] || newest.Algorithm != algorithm)
            await RotateAsync(tenant, owner, algorithm);
    }

    /// <summary>Registers a new key, which signs from now on; the keys before it stay valid until they are retired.</summary>
    /// <returns>The new key's id.</returns>
    public async Task<string> RotateAsync(string tenant, string owner, string algorithm)
    {
        var signer = await UnregisteredAsync(tenant, AgencySigners.KeyName(owner), algorithm)
            ?? keys.Create(AgencySigners.KeyName(owner), algorithm);
        var certificate = await certificates.OfAsync(tenant, owner, signer);
        var first = owner == tenant && (await signers.LiveAsync(tenant, owner, CancellationToken.None)).Count == 0;
        await using (var session = PlatformSession.Open(sessions, tenant, founding: first ? signer : null))
        {
            List<SigningKeyEvent> facts = [new SigningKeyEvent.Registered(
                signer.KeyId, signer.Algorithm, Convert.ToBase64String(signer.PublicKeySpki), owner)];
            if (certificate is not null)
                facts.Add(new SigningKeyEvent.Certified(signer.KeyId, certificate));
            session.Events.StartStream<SigningKey>(SigningKeyId.Of(signer.KeyId).Value, facts);
            await session.SaveChangesAsync(CancellationToken.None);
        }
        await signers.ChooseAsync(tenant, owner, CancellationToken.None);
        return signer.KeyId;
    }

    /// <summary>Waits until every process signs with the successor, then retires the key.</summary>
    /// <returns>Why not; null when it is retired.</returns>
    public Task<Refusal?> RetireAsync(string tenant, string kid, RetirementReason reason, TimeProvider clock) =>
        EndAsync(tenant, kid, async (key, successor) =>
        {
            var age = successor is null ? Overlap : clock.GetUtcNow() - successor.RegisteredAt;
            if (age < Overlap)
                await Task.Delay(Overlap - age, clock);
            return SigningKeyDecider.Retire(key, successor is not null, reason);
        });

    /// <summary>Ends the key at once: saves that another process is signing with it are refused, and tried again.</summary>
    public Task<Refusal?> ReportCompromiseAsync(
        TenantLog log, string kid, long from, long size, CompromiseReason reason, CompromiseReporter reportedBy) =>
        EndAsync(log.Tenant, kid, (key, successor) => Task.FromResult(SigningKeyDecider.ReportCompromise(
            key, successor is not null, new Suspicion(log.Origin, from), size, reason, reportedBy)));

    private async Task<Refusal?> EndAsync(
        string tenant, string kid, Func<SigningKey?, SigningKeyCard?, Task<Decision<SigningKeyEvent>>> decide)
    {
        await using var session = PlatformSession.Open(sessions, tenant);
        var stream = await session.Events.FetchForWriting<SigningKey, SigningKeyId>(SigningKeyId.Of(kid));
        var key = stream.Aggregate;
        var newest = key is not null && await signers.LiveAsync(tenant, key.Owner, CancellationToken.None) is [var first, ..] ? first : null;
        var (events, refusal) = await decide(key, newest?.Kid == kid ? null : newest);
        if (refusal is not null)
            return refusal;
        stream.AppendMany(events);
        await session.SaveChangesAsync(CancellationToken.None);
        return null;
    }

    // Left by a crash between making a key and registering it.
    private async Task<ISigner?> UnregisteredAsync(string tenant, string name, string algorithm)
    {
        await using var session = sessions.Query(tenant);
        foreach (var kid in keys.Held(name))
            if (await session.Events.FetchStreamStateAsync(SigningKeyId.Of(kid).Value) is null
                && keys.Open(name, kid) is var signer && signer.Algorithm == algorithm)
                return signer;
        return null;
    }
}
