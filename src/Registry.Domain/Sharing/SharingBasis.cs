using System.Diagnostics;

namespace Registry.Domain.Sharing;

/// <summary>What lets the recipient have the data: its own task, never that the data is there.</summary>
public enum SharingBasis
{
    /// <summary>It decides on applications, and must not ask for what another agency has.</summary>
    CaseExamination,

    /// <summary>It supervises those who were licensed.</summary>
    Supervision,

    /// <summary>It takes electronic licences in place of paper.</summary>
    ElectronicLicence,

    /// <summary>Another statutory duty.</summary>
    StatutoryDuty,
}

public static class SharingBases
{
    /// <summary>Statute and article.</summary>
    public static string TextOf(SharingBasis basis) => basis switch
    {
        SharingBasis.CaseExamination => "《行政许可法》第三十四条",
        SharingBasis.Supervision => "《行政许可法》第六十一条",
        SharingBasis.ElectronicLicence => "《国务院关于在线政务服务的若干规定》第十条",
        SharingBasis.StatutoryDuty => "《个人信息保护法》第三十四条",
        _ => throw new UnreachableException(),
    };
}
