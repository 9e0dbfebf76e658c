using System.Globalization;

namespace Registry.Domain.Erasures;

/// <summary>
/// Statutes that forbid to erase (PIPL art. 47: where a period of keeping that a law or regulation sets has not run out, the
/// data is kept and nothing else is done with it). Each refusal names its clause, and the first day without the duty where
/// there is one.
/// </summary>
public static class DutyToKeep
{
    /// <summary>
    /// 定期10年 for what is neither of lasting value nor kept for 30 years (国家档案局令第8号 art. 6). The clauses here were compared with
    /// published texts (行政许可法 34 and 61, 档案法 13 of 2020, 令第8号 6); that the years begin with the January after the file was
    /// closed is archival practice, for which no clause was found.
    /// </summary>
    public const int Years = 10;

    public const string OfLiveCases = "《行政许可法》第三十四条";
    public const string OfLiveLicences = "《行政许可法》第六十一条";
    public const string OfArchives = "《档案法》第十三条、《机关文件材料归档范围和文书档案保管期限规定》第六条";

    public static readonly Refusal CaseLive = new("erasure-case-live", OfLiveCases);
    public static readonly Refusal LicenceLive = new("erasure-licence-live", OfLiveLicences);

    public static Refusal InArchive(DateOnly until) =>
        new("erasure-in-archive", OfArchives, until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The duty that holds longest; null when there is none.</summary>
    public static Refusal? Find(Holdings held, DateOnly today)
    {
        var cases = held.Cases.Where(one => one.IsTheirs).ToList();
        if (cases.Exists(one => one.ClosedOn is null))
            return CaseLive;
        if (held.Licences.Any(one => one.EndsOn is not { } end || end >= today))
            return LicenceLive;
        var until = cases.Where(one => one.WasDecided).Select(one => one.ClosedOn!.Value)
            .Concat(held.Licences.Select(one => one.EndsOn!.Value))
            .Select(end => new DateOnly(end.Year + Years + 1, 1, 1)).DefaultIfEmpty(DateOnly.MinValue).Max();
        return until > today ? InArchive(until) : null;
    }
}
