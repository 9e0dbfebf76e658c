using Registry.Domain.Licences;

namespace Registry.Domain.Credentials;

/// <summary>What a status list says of a credential, which follows from its licence alone.</summary>
public static class CredentialStatus
{
    /// <summary>
    /// Of a credential of one version of a licence that stands so: whatever can come back is suspended, anything else that is
    /// not in force is gone, and so is a version that has a successor.
    /// </summary>
    public static int Of(LicenceStatus licence, int current, int version) => licence switch
    {
        _ when version != current => StatusList.Invalid,
        LicenceStatus.InForce => StatusList.Valid,
        LicenceStatus.Suspended or LicenceStatus.Leaving => StatusList.Suspended,
        _ => StatusList.Invalid,
    };
}
