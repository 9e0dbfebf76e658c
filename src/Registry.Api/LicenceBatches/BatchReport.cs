using Registry.Domain;

namespace Registry.Api.LicenceBatches;

/// <summary>What a run of a batch did, or one lot of it.</summary>
/// <param name="Refusal">Why the batch was not carried out, or not to its end; what was done before stays.</param>
/// <param name="Done">Licences that this run minted, or a version of.</param>
/// <param name="Refused">Those that it could not; the others do not wait for them.</param>
internal sealed record BatchReport(Refusal? Refusal, int Done, IReadOnlyList<RefusedOne> Refused)
{
    public static BatchReport Nothing(Refusal why) => new(why, 0, []);
}

/// <param name="Id">The licence that could not be minted anew, or the case that no licence could be minted for.</param>
internal sealed record RefusedOne(Guid Id, Refusal Refusal);

/// <param name="Done">Members of the batch that were looked at, of <paramref name="Total"/>.</param>
internal sealed record BatchProgress(long Done, long Total);
