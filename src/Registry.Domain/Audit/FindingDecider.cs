using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>Somebody else must look at it and say what it was.</summary>
public static class FindingDecider
{
    public static readonly Refusal OwnLooks = new("finding-own-looks");
    public static readonly Refusal AlreadyClosed = new("finding-already-closed");

    public static Decision<FindingEvent> Close(Finding finding, string by, FindingConclusion conclusion, Personal<Remark> reason) =>
        by == finding.Officer ? OwnLooks
        : !finding.IsOpen ? AlreadyClosed
        : new FindingEvent.Closed(by, conclusion, reason);
}
