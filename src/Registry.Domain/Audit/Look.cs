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
    /// What the step of a look with a case begins with, before a slash: a case, a licence, a person's objection, or a warrant that two people
    /// stand for. The audit search and its index read this list too; who changes it gives the index another name.
    /// </summary>
    public static readonly IReadOnlyList<string> Cases = ["case", "licence", "objection", "covert", "sharing-grant", "licence-batch"];

    /// <summary>Whether it serves one of <see cref="Cases"/>.</summary>
    public bool HasCase => Step?.Split('/') is [var kind, _, ..] && Cases.Contains(kind);
}
