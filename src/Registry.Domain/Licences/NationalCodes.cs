namespace Registry.Domain.Licences;

/// <summary>证照状态 and 业务类型 as the national catalogue has them (GB/T 36903 as deployed, domain reference 1.4).</summary>
public static class NationalCodes
{
    /// <summary>
    /// 01 有效, 02 暂扣, 03 撤销, 04 注销, 05 失效, 06 办理转出, 07 吊销. A term that has run out is 05 by itself. Never 99 其他: no operation leads there, and
    /// nobody could say whether such a licence is good (docs/decisions/0045).
    /// </summary>
    public static string StateOf(Licence licence, DateOnly today) => licence.Status switch
    {
        LicenceStatus.Suspended => "02",
        LicenceStatus.Withdrawn => "03",
        LicenceStatus.Cancelled => "04",
        LicenceStatus.Revoked => "07",
        LicenceStatus.Lapsed => "05",
        _ when licence.IsExpired(today) => "05",
        LicenceStatus.Leaving => "06",
        _ => "01",
    };

    /// <summary>
    /// 01 新发, 02 延续, 03 暂扣, 04 过期失效, 05 注销 and with it 撤销, 吊销 and 转出, 06 暂扣发还, 07 其他, 08 转入, 09 变更, 10 取消转出.
    /// </summary>
    public static string CodeOf(LicenceOperation operation) => operation switch
    {
        LicenceOperation.Issue => "01",
        LicenceOperation.Renew => "02",
        LicenceOperation.Suspend => "03",
        LicenceOperation.Lapse => "04",
        LicenceOperation.Restore => "06",
        LicenceOperation.TransferIn => "08",
        LicenceOperation.Change => "09",
        LicenceOperation.CancelTransfer => "10",
        LicenceOperation.BeginTransfer or LicenceOperation.Correct => "07",
        _ => "05",
    };

    /// <summary>What 07 其他 stands for; null for an operation that has a code of its own.</summary>
    public static string? TextOf(LicenceOperation operation) => operation switch
    {
        LicenceOperation.BeginTransfer => "办理转出",
        LicenceOperation.Correct => "更正",
        _ => null,
    };
}
