using Registry.Domain;
using Registry.Domain.Licences;

namespace Registry.Api.LicenceBatches;

/// <summary>What a run of a batch did.</summary>
/// <param name="Refusal">Why the batch was not carried out, or not to its end; what was done before stays.</param>
/// <param name="Done">Licences that this run minted a version of.</param>
/// <param name="Refused">Licences that it could not; the others do not wait for them.</param>
internal sealed record BatchReport(Refusal? Refusal, int Done, IReadOnlyList<RefusedLicence> Refused)
{
    public static readonly BatchReport Nothing = new(null, 0, []);

    public BatchReport And(BatchReport next) => new(next.Refusal, Done + next.Done, [.. Refused, .. next.Refused]);
}

internal sealed record RefusedLicence(LicenceId Licence, Refusal Refusal);

/// <param name="Done">Licences of the type that were looked at, of <paramref name="Total"/>.</param>
internal sealed record BatchProgress(long Done, long Total);
