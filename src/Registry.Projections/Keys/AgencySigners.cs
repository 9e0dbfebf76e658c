using System.Collections.Concurrent;
using Registry.Domain.Identifiers;
using Registry.Domain.Signatures;

namespace Registry.Projections.Keys;

/// <summary>The signer of each agency; citizens' and the platform's own events are signed by the authority's key.</summary>
public sealed class AgencySigners(FileKeyStore keys)
{
    private readonly ConcurrentDictionary<string, ISigner> signers = new();

    /// <summary>The key file of an owner: an agency's USCC or the authority's region code.</summary>
    public static string KeyName(string owner) => $"event-{owner}";

    public ISigner For(string tenant, Uscc? agency)
    {
        var owner = agency?.Value ?? tenant;
        return signers.GetOrAdd(owner, name => keys.OpenEs256(KeyName(name)));
    }
}
