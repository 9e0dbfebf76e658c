using Registry.Domain.Cases;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Personal;

namespace Registry.Api.Cases;

/// <summary>What a licence takes over from its case, opened.</summary>
/// <param name="Others">In the order of <see cref="Case.CoApplicants"/>.</param>
internal sealed record OpenedApplication(Application Application, IReadOnlyList<Party> Others)
{
    /// <summary>Null where anything of it was erased.</summary>
    public static async Task<OpenedApplication?> OfAsync(SubjectVault vault, AccessReceipt receipt, Case @case)
    {
        if (await vault.OpenAsync(receipt, @case.Application, CancellationToken.None) is not { } application)
            return null;
        var others = new List<Party>();
        foreach (var one in @case.CoApplicants)
            if (await vault.OpenAsync(receipt, one, CancellationToken.None) is { } party)
                others.Add(party);
            else
                return null;
        return new(application, others);
    }
}
