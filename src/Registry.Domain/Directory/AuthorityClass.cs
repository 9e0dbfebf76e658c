namespace Registry.Domain.Directory;

/// <summary>
/// The kinds of authority that the law lets look at data without telling the person at once (《个人信息保护法》第三十五条). The person is
/// told the kind, not which agency it is.
/// </summary>
public enum AuthorityClass
{
    /// <summary>公安机关.</summary>
    PublicSecurity,

    /// <summary>监察机关.</summary>
    SupervisionCommission,

    /// <summary>人民检察院.</summary>
    Procuratorate,

    /// <summary>国家安全机关.</summary>
    StateSecurity,

    /// <summary>人民法院.</summary>
    Court,
}

public static class AuthorityClasses
{
    /// <summary>
    /// What lets it demand data, and what lets the person be told later. The article of the 监察法 is left out: it was amended in 2024 and
    /// its numbers were not at hand.
    /// </summary>
    public static string BasisOf(AuthorityClass kind) => kind switch
    {
        AuthorityClass.SupervisionCommission => "《监察法》",
        AuthorityClass.StateSecurity => "《反间谍法》第二十六条",
        _ => "《刑事诉讼法》第五十四条",
    } + "、《个人信息保护法》第三十五条";
}
