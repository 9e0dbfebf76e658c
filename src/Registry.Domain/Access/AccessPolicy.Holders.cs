using Registry.Domain.Cases;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

// On what belongs to several.
public static partial class AccessPolicy
{
    /// <summary>
    /// The faces of a licence that a reading opens, and so whose data it is recorded as: every holder's. Under a covert inquiry about one of them
    /// only theirs, or the others would find in their own list of accesses what is to stay secret.
    /// </summary>
    public static IReadOnlyList<Personal<LicenceFace>> FacesFor(Actor actor, Licence licence, Standing? standing) =>
        actor.Role is Role.Investigator && standing?.Covert?.Subject is { } about
            ? [licence.FaceOf(about) ?? licence.Face]
            : licence.Faces;

    /// <summary>With whom the applicant of a case applies, as far as a reading opens it: all, and under a covert inquiry nobody, likewise.</summary>
    public static IReadOnlyList<Personal<Party>> CoApplicantsFor(Actor actor, Case @case, Standing? standing) =>
        actor.Role is Role.Investigator && standing?.Covert is not null ? [] : @case.CoApplicants;

    // With whom somebody applies sees what is applied for in their name, too; how the applicant is reached is the applicant's.
    private static AccessRuling WithOthers(string step)
    {
        var ground = Ground.OwnRequest(step);
        return Grant(ground, [.. FieldTable.Of(ground.Purpose).Where(field => field != FieldTable.Phone)]);
    }
}
