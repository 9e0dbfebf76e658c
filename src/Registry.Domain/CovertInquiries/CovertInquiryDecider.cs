using Registry.Domain.Directory;
using Registry.Domain.Personal;

namespace Registry.Domain.CovertInquiries;

/// <summary>Two people of an authority that may, a warrant, and a day on which the person learns of it.</summary>
public static class CovertInquiryDecider
{
    /// <summary>
    /// An order for technical investigation is good for three months, and each extension of it for three more
    /// (《刑事诉讼法》第一百五十一条, 《监察法》 on 技术调查): no statute lets what is less be kept from the person longer at a time.
    /// </summary>
    public const int MostMonths = 3;

    /// <summary>A year in all. The statutes name no end; a register that anybody is to trust needs one.</summary>
    public const int MostExtensions = 3;

    /// <summary>
    /// Of one agency about one person, not released yet. All of them are read whenever the person asks who looked; nobody needs as many.
    /// </summary>
    public const int MostOpen = 100;

    public static readonly Refusal TooMany = new("covert-too-many");
    public static readonly Refusal NotEmpowered = new("covert-not-empowered");
    public static readonly Refusal ReleaseTooEarly = new("covert-release-too-early");
    public static readonly Refusal ReleaseTooLate = new("covert-release-too-late");
    public static readonly Refusal OwnRequest = new("covert-own-request");
    public static readonly Refusal AlreadyAuthorised = new("covert-already-authorised");
    public static readonly Refusal NotAuthorised = new("covert-not-authorised");
    public static readonly Refusal AlreadyReleased = new("covert-already-released");
    public static readonly Refusal ExtendedOftenEnough = new("covert-extended-often-enough");
    public static readonly Refusal ExtensionNotAsked = new("covert-extension-not-asked");

    /// <param name="agency">The officer's, as the directory has it.</param>
    /// <param name="open">How many the agency has about that person that are not released. Of others' it must not tell.</param>
    public static Decision<CovertInquiryEvent> Request(
        Agency agency, string officer, SubjectTag subject, CovertCause cause, DateOnly releaseOn, int open, DateOnly today)
    {
        if (agency.Class is not { } kind)
            return NotEmpowered;
        if (open >= MostOpen)
            return TooMany;
        return RefuseDay(releaseOn, today) is { } refusal
            ? refusal
            : new CovertInquiryEvent.Requested(agency.Code, kind, officer, Personal<CovertCause>.Of(subject, cause), releaseOn);
    }

    public static Decision<CovertInquiryEvent> Authorise(CovertInquiry inquiry, string by, DateOnly today)
    {
        if (inquiry.Officer == by)
            return OwnRequest;
        if (inquiry.IsReleased(today))
            return AlreadyReleased;
        return inquiry.IsAuthorised ? AlreadyAuthorised : new CovertInquiryEvent.Authorised(by);
    }

    public static Decision<CovertInquiryEvent> AskToExtend(
        CovertInquiry inquiry, string by, Remark reason, DateOnly releaseOn, DateOnly today)
    {
        if (inquiry.IsReleased(today))
            return AlreadyReleased;
        if (!inquiry.IsAuthorised)
            return NotAuthorised;
        if (inquiry.Former.Count >= MostExtensions)
            return ExtendedOftenEnough;
        return RefuseDay(releaseOn, inquiry.ReleaseOn) is { } refusal
            ? refusal
            : new CovertInquiryEvent.ExtensionRequested(by, Personal<Remark>.Of(inquiry.Subject, reason), releaseOn);
    }

    public static Decision<CovertInquiryEvent> Extend(CovertInquiry inquiry, string by, DateOnly today)
    {
        if (inquiry.IsReleased(today))
            return AlreadyReleased;
        if (inquiry.Wanted is not { } wanted)
            return ExtensionNotAsked;
        return wanted.By == by || inquiry.Officer == by ? OwnRequest : new CovertInquiryEvent.Extended(by, wanted.ReleaseOn);
    }

    public static Decision<CovertInquiryEvent> End(CovertInquiry inquiry, string by, DateOnly today) =>
        inquiry.IsReleased(today) ? AlreadyReleased : new CovertInquiryEvent.Ended(by);

    private static Refusal? RefuseDay(DateOnly releaseOn, DateOnly from) =>
        releaseOn <= from ? ReleaseTooEarly
        : releaseOn > from.AddMonths(MostMonths) ? ReleaseTooLate
        : null;
}
