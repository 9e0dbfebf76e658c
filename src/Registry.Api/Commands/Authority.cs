using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Licences;

namespace Registry.Api.Commands;

/// <summary>
/// The one place that says whose cases and licences a caller may change, and on what ground. Null looks like absence.
/// </summary>
internal static class Authority
{
    /// <summary>An officer of the agency in charge whose area covers the case's.</summary>
    public static Func<Case, Ground?> OverCase(Caller caller) => @case =>
        caller.Actor.Serves(@case.Agency, @case.Region) ? Ground.CaseHandling($"case/{@case.Id}/{@case.Status}") : null;

    /// <summary>The applicant.</summary>
    public static Func<Case, Ground?> OverOwnCase(Caller caller) => @case =>
        caller.Actor.Subject == @case.Application.Subject ? Ground.OwnRequest($"case/{@case.Id}/{@case.Status}") : null;

    /// <summary>An officer of the agency that issued the licence.</summary>
    public static Func<Licence, Ground?> OverLicence(Caller caller) => licence =>
        caller.Actor.Agency == licence.Issuer
            ? Ground.LicenceAdministration($"licence/{licence.Id}/{licence.Status}")
            : null;
}
