using Marten.Linq.MatchesSql;
using Registry.Domain.Personal;
using Registry.Projections.Cases;
using Registry.Projections.Licences;

namespace Registry.Projections;

/// <summary>What is a person's: as the first of several, or as one of the others.</summary>
public static class PeopleQueries
{
    // Said in SQL, so that each half finds its index: Marten asks whether the whole document contains the tag (measured on 9.58).
    private const string Sql = "(d.data ->> 'subject' = ? or d.data -> 'others' @> jsonb_build_array(?::text))";

    private const string HoldingSql =
        "(d.data ->> 'subject' = ? or d.data -> 'others' @> jsonb_build_array(?::text) or d.data -> 'named' @> jsonb_build_array(?::text))";

    /// <summary>Their licences.</summary>
    public static IQueryable<LicenceCard> Of(this IQueryable<LicenceCard> cards, SubjectTag person)
    {
        var tag = person.Value;
        return cards.Where(card => card.MatchesSql(Sql, tag, tag));
    }

    /// <summary>Their cases.</summary>
    public static IQueryable<CaseCard> Of(this IQueryable<CaseCard> cards, SubjectTag person)
    {
        var tag = person.Value;
        return cards.Where(card => card.MatchesSql(Sql, tag, tag));
    }

    /// <summary>The cases that hold anything of theirs: those that somebody named them in, too, and that are not theirs.</summary>
    public static IQueryable<CaseCard> Holding(this IQueryable<CaseCard> cards, SubjectTag person)
    {
        var tag = person.Value;
        return cards.Where(card => card.MatchesSql(HoldingSql, tag, tag, tag));
    }

    internal static IReadOnlyList<string>? Tags(IReadOnlyList<IPersonal>? others) =>
        others is { Count: > 0 } ? [.. others.Select(one => one.Subject.Value)] : null;
}
