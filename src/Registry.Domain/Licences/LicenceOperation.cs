namespace Registry.Domain.Licences;

/// <summary>
/// What can be done to a licence. The national operation codes (业务类型, GB/T 36903 as deployed) are coarser: three of these
/// end a licence and all are 05.
/// </summary>
public enum LicenceOperation
{
    /// <summary>新发, 01.</summary>
    Issue,

    /// <summary>延续, 02.</summary>
    Renew,

    /// <summary>变更, 09.</summary>
    Change,

    /// <summary>暂扣, 03.</summary>
    Suspend,

    /// <summary>暂扣发还, 06.</summary>
    Restore,

    /// <summary>注销, 05.</summary>
    Cancel,

    /// <summary>吊销, 05.</summary>
    Revoke,
}
