namespace Registry.Domain.Licences;

/// <summary>What can be done to a licence. <see cref="NationalCodes"/> has the coarser national codes.</summary>
public enum LicenceOperation
{
    /// <summary>新发.</summary>
    Issue,

    /// <summary>延续.</summary>
    Renew,

    /// <summary>变更.</summary>
    Change,

    /// <summary>更正.</summary>
    Correct,

    /// <summary>暂扣.</summary>
    Suspend,

    /// <summary>暂扣发还.</summary>
    Restore,

    /// <summary>注销.</summary>
    Cancel,

    /// <summary>吊销.</summary>
    Revoke,

    /// <summary>撤销.</summary>
    Withdraw,

    /// <summary>过期失效.</summary>
    Lapse,

    /// <summary>办理转出.</summary>
    BeginTransfer,

    /// <summary>取消转出.</summary>
    CancelTransfer,

    /// <summary>转出.</summary>
    CompleteTransfer,

    /// <summary>转入.</summary>
    TransferIn,
}
