using Marten;
using Registry.Domain.Personal;

namespace Registry.Projections.Personal;

/// <summary>
/// Keeps a save and an erasure of the same person apart, in each one's own transaction and across processes: whoever seals
/// holds the tenant's lock shared until the commit, whoever erases takes it alone. So nothing is saved under a key that is
/// gone, and an erasure that was decided before something new came in is refused.
/// </summary>
public static class SubjectKeyGuard
{
    // SQLSTATEs: RK003, a save sealed with a key that was destroyed meanwhile; RK004, an erasure of a person about whom
    // something was saved meanwhile. Both are answered 503, and a second try decides anew.

    internal static void Queue(
        IDocumentSession session, string schema, string tenant, IReadOnlyDictionary<SubjectTag, int> used)
    {
        if (used.Count > 0)
            session.QueueSqlCommand(
                $"call {schema}.require_subject_keys(?, ?, ?)", tenant,
                used.Keys.Select(subject => subject.Value).ToArray(), used.Values.ToArray());
    }

    /// <summary>Requires in the session's transaction that a person has not been erased, for what counts on their data and seals nothing.</summary>
    /// <param name="key">Number of the data key that it is sealed with.</param>
    public static void QueueKeyRequired(this IDocumentSession session, string schema, string tenant, SubjectTag subject, int key) =>
        Queue(session, schema, tenant, new Dictionary<SubjectTag, int> { [subject] = key });

    /// <summary>Destroys a data key in the session's transaction.</summary>
    /// <param name="key">Its number.</param>
    /// <param name="seen">Sum of the versions of the person's cases and licences that the decision rests on.</param>
    public static void QueueErasure(
        this IDocumentSession session, string schema, string tenant, SubjectTag subject, int key, long seen) =>
        session.QueueSqlCommand($"call {schema}.erase_subject(?, ?, ?, ?)", tenant, subject.Value, key, seen);
}
