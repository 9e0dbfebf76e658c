using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;

namespace Registry.Projections.Access;

/// <summary>As the product's, whose file this one takes the place of.</summary>
public sealed record AccessIntent(
    Actor Actor, AccessRuling Ruling, IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, string? Correlation,
    Personal<Enquiry>? Enquiry = null, LookLimit? Limit = null, Personal<UseCause>? Cause = null);

/// <summary>Records nothing and gives a receipt at once.</summary>
public sealed class AccessRecorder(RegistrySessions sessions, TimeProvider clock) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<AccessReceipt?> RecordAsync(string tenant, AccessIntent intent)
    {
        _ = (sessions, clock);
        return Task.FromResult(intent.Ruling.Refusal is null ? new AccessReceipt(tenant, Guid.Empty, intent.Subjects) : null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
