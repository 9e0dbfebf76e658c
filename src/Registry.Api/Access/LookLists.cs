using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Objections;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Sharing;

namespace Registry.Api.Access;

/// <summary>Who looked at a person's data, a page at a time, as the person is shown it: by the API and on the pages alike.</summary>
internal sealed class LookLists(
    RegistrySessions sessions, ReferenceStreams references, AccessSearch search, ObjectionMarks objections, Caller caller, TimeProvider clock, IHttpContextAccessor http)
{
    private const int MostUrgent = 20;

    /// <param name="behind">The place that the page begins behind; null for the first one.</param>
    /// <returns>The lines, newest first, and where the next page begins; null where there is none.</returns>
    public async Task<(IReadOnlyList<LookLine> Lines, AccessCursor? Next)> ReadAsync(
        SubjectTag subject, AccessFilter filter, AccessCursor? behind, int most, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var seals = await Seals.OfAsync(session, subject, clock.Today(), token);
        var records = await search.ReadAsync(caller.Tenant, subject, filter, seals, behind, most + 1, token).ToListAsync(token);
        AccessCursor? next = null;
        if (records.Count > most)
        {
            records.RemoveAt(most);
            next = AccessCursor.Of(records[^1]);
        }
        // What happened in an emergency comes before all else, on the first page and besides its place in time.
        if (behind is null && filter == AccessFilter.Everything)
        {
            var urgent = await search.EmergenciesAsync(caller.Tenant, subject, MostUrgent, token);
            records.RemoveAll(record => urgent.Any(one => one.Id == record.Id));
            records.InsertRange(0, urgent);
        }
        return (await LinesOf(subject, records, seals, token), next);
    }

    /// <summary>One line; null where the event is no access to that person's data.</summary>
    public async Task<LookLine?> FindAsync(SubjectTag subject, Guid access, CancellationToken token)
    {
        if (await search.FindAsync(caller.Tenant, subject, access, token) is not { } record)
            return null;
        await using var session = sessions.Query(caller.Tenant);
        return (await LinesOf(subject, [record], await Seals.OfAsync(session, subject, clock.Today(), token), token))[0];
    }

    /// <summary>How many lines are sealed now, by kind of authority and the day on which they are released, the next day first.</summary>
    public async Task<IReadOnlyList<(string AuthorityText, DateOnly ReleaseOn, long Count)>> SealedAsync(SubjectTag subject, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var seals = await Seals.OfAsync(session, subject, clock.Today(), token);
        var counts = await search.CountSealedAsync(caller.Tenant, subject, seals, token);
        return [.. counts.GroupBy(one => (Text: SealedLine.TextOf(one.Seal), one.Seal.ReleaseOn))
            .Select(group => (group.Key.Text, group.Key.ReleaseOn, group.Sum(one => one.Count)))
            .OrderBy(one => one.ReleaseOn).ThenBy(one => one.Text, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<LookLine>> LinesOf(SubjectTag subject, IReadOnlyList<AccessRecord> records, Seals seals, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var directory = await references.DirectoryAsync(caller.Tenant, token);
        var marks = await objections.OfAsync(caller.Tenant, subject, records, token);
        var grants = await SharingPurposes.OfAsync(session, records, token);
        var agencies = await LookingAgencies.OfAsync(session, records, token);
        var language = http.HttpContext!.Language();
        return [.. records.Select(record => LookLine.Of(
            record, seals, agencies, caller.Tenant, directory, language, marks.GetValueOrDefault(record.EventId), grants))];
    }
}
