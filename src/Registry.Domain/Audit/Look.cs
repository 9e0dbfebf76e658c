using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>One access by somebody of the staff, as it is judged.</summary>
/// <param name="Event">The access event.</param>
/// <param name="At">The signed time.</param>
/// <param name="Refused">Nothing was shown.</param>
public sealed record Look(
    Guid Event, DateTimeOffset At, string Officer, Uscc? Agency, string? Step, bool Refused, IReadOnlyList<SubjectTag> Subjects)
{
    /// <summary>
    /// Whether it serves a case, a licence, a person's objection or a covert inquiry: what was shown in its step was shown under a warrant
    /// that two people stand for.
    /// </summary>
    public bool HasCase => Step?.Split('/') is ["case" or "licence" or "objection" or "covert" or "sharing-grant", ..];
}
