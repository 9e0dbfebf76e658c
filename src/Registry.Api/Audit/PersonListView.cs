using Registry.Api.Commands;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>Who is on a list now, by tag: who put somebody on it knows the code, and nobody else learns it here.</summary>
/// <param name="Version">What a change of the list names in If-Match; 0 where nobody has been on it yet.</param>
internal sealed record PersonListView(IReadOnlyList<PersonListView.Entry> Persons, long Version)
{
    /// <param name="Since">When the person was put on it.</param>
    public sealed record Entry(string Person, DateTimeOffset Since);

    public static async Task<IResult> AnswerAsync(
        RegistrySessions sessions, string tenant, PersonListId id, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(tenant);
        var card = await session.LoadAsync<PersonListCard>(id.Value, token);
        response.Headers.ETag = IfMatch.ToETag(card?.Version ?? 0);
        return TypedResults.Ok(new PersonListView(
            [.. (card?.Listings ?? []).Where(one => one.Until is null).Select(one => new Entry(one.Person.Value, one.From))], card?.Version ?? 0));
    }
}
