namespace Registry.Domain.Licences;

/// <summary>What a verifier is told. "Cannot check now" is a failure of the check and never a verdict (invariant I8).</summary>
public enum LicenceVerdict
{
    Valid,
    NotYetValid,
    Expired,
    Suspended,
    Cancelled,
    Revoked,

    /// <summary>It should never have been given (撤销).</summary>
    Withdrawn,

    /// <summary>It is on its way to another authority (办理转出).</summary>
    Leaving,

    /// <summary>A newer version of the same licence has taken its place.</summary>
    Superseded,
}

public static class LicenceVerification
{
    /// <summary>
    /// A final or suspended state weighs more than the dates, and the dates more than a newer version: a verifier who
    /// holds an old version of a revoked licence must hear "revoked".
    /// </summary>
    public static LicenceVerdict Judge(Licence licence, int version, DateOnly today) => licence switch
    {
        { Status: LicenceStatus.Revoked } => LicenceVerdict.Revoked,
        { Status: LicenceStatus.Withdrawn } => LicenceVerdict.Withdrawn,
        { Status: LicenceStatus.Cancelled } => LicenceVerdict.Cancelled,
        { Status: LicenceStatus.Suspended } => LicenceVerdict.Suspended,
        { Status: LicenceStatus.Lapsed } => LicenceVerdict.Expired,
        _ when licence.IsExpired(today) => LicenceVerdict.Expired,
        { Status: LicenceStatus.Leaving } => LicenceVerdict.Leaving,
        _ when version < licence.Identifier.Version => LicenceVerdict.Superseded,
        _ when licence.ValidSince > today => LicenceVerdict.NotYetValid,
        _ => LicenceVerdict.Valid,
    };
}
