using Registry.Domain.Personal;

namespace Registry.Projections.Access;

/// <summary>
/// Proof that an access is recorded and committed. Only <see cref="AccessRecorder"/> makes one, and the vault opens
/// nothing without one (invariant I2).
/// </summary>
public sealed class AccessReceipt
{
    private readonly IReadOnlyList<SubjectTag> subjects;

    internal AccessReceipt(string tenant, Guid eventId, IReadOnlyList<SubjectTag> subjects)
    {
        Tenant = tenant;
        EventId = eventId;
        this.subjects = subjects;
    }

    public string Tenant { get; }

    /// <summary>The access event; its place in the log is at <c>/log/{tenant}/event/{id}</c>.</summary>
    public Guid EventId { get; }

    public bool Covers(SubjectTag subject) => subjects.Contains(subject);
}
