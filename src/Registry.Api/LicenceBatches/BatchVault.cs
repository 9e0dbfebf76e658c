using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Personal;

namespace Registry.Api.LicenceBatches;

/// <summary>Opens what a batch must look at, after an access that the person whose it is finds on record.</summary>
internal sealed class BatchVault(SubjectVault vault, AccessRecorder accesses)
{
    /// <summary>The person's data key is not in the vault, and no erasure says why.</summary>
    public static readonly Refusal HolderKeyMissing = new("licence-holder-key-missing");

    /// <summary>The recorder commits what waits together: asked for all of a lot at once, it is one commit.</summary>
    /// <param name="people">Whose data it is.</param>
    public async Task<(T? Value, Refusal? Refusal)> OpenAsync<T>(
        string tenant, Actor actor, AccessRuling ruling, IReadOnlyList<SubjectTag> people, DataClass data, string resource,
        Func<SubjectVault, AccessReceipt, Task<T?>> open) where T : class
    {
        var receipt = await accesses.RecordAsync(tenant, new(actor, ruling, people, data, resource, Correlation: null));
        if (receipt is null)
            return (null, ruling.Refusal);
        try
        {
            var opened = await open(vault, receipt);
            return opened is null ? (null, LicenceDecider.HolderErased) : (opened, null);
        }
        catch (SubjectKeyMissingException)
        {
            return (null, HolderKeyMissing);
        }
    }
}
