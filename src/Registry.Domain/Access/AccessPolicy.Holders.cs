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

    /// <summary>
    /// Whom the applicant of a case named, as far as a reading opens it: all, for the applicant, who named them, and for those in office; for one of
    /// them nobody who declined; under a covert inquiry nobody, as above.
    /// </summary>
    public static IReadOnlyList<CoApplicant> CoApplicantsFor(Actor actor, Case @case, Standing? standing) => actor.Role switch
    {
        Role.Investigator when standing?.Covert is not null => [],
        Role.Citizen when ReaderOf(actor, standing) != @case.Application.Subject =>
            [.. @case.Named.Where(one => one.Consent is not ConsentState.Declined)],
        _ => @case.Named,
    };

    /// <summary>Where a reader stands who was named with the applicant, or for whom a delegate reads; null for everybody else.</summary>
    public static ConsentState? ConsentOf(Actor actor, Case @case, Standing? standing) =>
        actor.Role is Role.Citizen ? @case.Named.FirstOrDefault(one => one.Subject == ReaderOf(actor, standing))?.Consent : null;

    private static SubjectTag? ReaderOf(Actor actor, Standing? standing) =>
        standing?.Mandate is { } mandate ? mandate.Principal : actor.Subject;

    // With whom somebody applies sees what is applied for in their name, too; how the applicant is reached is the applicant's.
    private static AccessRuling WithOthers(string step)
    {
        var ground = Ground.OwnRequest(step);
        return Grant(ground, [.. FieldTable.Of(ground.Purpose).Where(field => field != FieldTable.Phone)]);
    }
}
