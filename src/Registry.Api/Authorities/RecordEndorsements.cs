using Registry.Api.Ceremony;
using Registry.Domain;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Authorities;

/// <summary>Takes a ceremony's endorsements into the log. Running it again adds only what is new.</summary>
internal sealed class RecordEndorsements(RegistrySessions sessions)
{
    public static readonly Refusal ForeignKey = new("key-endorsement-foreign");

    /// <returns>How many were recorded; a refusal when one is of a key that is neither the authority's nor the log's.</returns>
    public async Task<(int Recorded, Refusal? Refusal)> RunAsync(TenantLog log, Endorsements endorsements)
    {
        var recorded = 0;
        foreach (var (key, signature) in endorsements.Keys.Select(signed => (signed.Key, signed.Signature)))
        {
            await using var session = PlatformSession.Open(sessions, log.Tenant);
            var known = key.Use == KeyEndorsement.Event
                ? await OfEventKeyAsync(session, log, key, signature, endorsements)
                : await OfLogKeyAsync(session, log, key, signature, endorsements);
            if (known is not { } isNew)
                return (recorded, ForeignKey);
            await session.SaveChangesAsync(CancellationToken.None);
            recorded += isNew ? 1 : 0;
        }
        return (recorded, null);
    }

    // Null when the key is not the authority's; false when it is endorsed already.
    private static async Task<bool?> OfEventKeyAsync(
        Marten.IDocumentSession session, TenantLog log, KeyEndorsement key, string signature, Endorsements ceremony)
    {
        var kid = KeyId.Of(Convert.FromBase64String(key.PublicKey));
        var stream = await session.Events.FetchForWriting<SigningKey, SigningKeyId>(SigningKeyId.Of(kid));
        if (stream.Aggregate is not { } known || known.Owner != log.Tenant
            || key != new KeyEndorsement(KeyEndorsement.Event, known.Owner, known.Algorithm, known.PublicKey))
            return null;
        if (known.Roots.Contains(ceremony.Root))
            return false;
        stream.AppendOne(new SigningKeyEvent.Endorsed(kid, ceremony.Root, ceremony.RootAlgorithm, signature, ceremony.Transcript));
        return true;
    }

    private static async Task<bool?> OfLogKeyAsync(
        Marten.IDocumentSession session, TenantLog log, KeyEndorsement key, string signature, Endorsements ceremony)
    {
        if (log.Keys.All.FirstOrDefault(known => known.Key.ToEndorsement() == key) is not { Key: var endorsedKey })
            return null;
        var vkey = endorsedKey.ToString();
        var endorsed = new LogKeyEvent.Endorsed(vkey, ceremony.Root, ceremony.RootAlgorithm, signature, ceremony.Transcript);
        var stream = await session.Events.FetchForWriting<LogKey, LogKeyId>(LogKeyId.Of(vkey));
        if (stream.Aggregate is { } known && known.Roots.Contains(ceremony.Root))
            return false;
        if (stream.Aggregate is null)
            session.Events.StartStream<LogKey>(LogKeyId.Of(vkey).Value, new LogKeyEvent.Registered(vkey), endorsed);
        else
            stream.AppendOne(endorsed);
        return true;
    }
}
