using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.CovertInquiries;

/// <summary>
/// A fact about one covert inquiry (秘密查询): looks at a person's data that the person learns of on a later day. Closed: only nested
/// records can derive.
/// </summary>
public abstract record CovertInquiryEvent
{
    private CovertInquiryEvent() { }

    /// <summary>An officer of an authority that may asks for one, about one person.</summary>
    /// <param name="Class">What kind of authority the agency was then; the person learns it at once.</param>
    /// <param name="Officer">The identity provider's subject; a pseudonym.</param>
    /// <param name="ReleaseOn">The first day on which the person sees all of it.</param>
    public sealed record Requested(
        Uscc Agency, AuthorityClass Class, string Officer, Personal<CovertCause> Cause, DateOnly ReleaseOn) : CovertInquiryEvent;

    /// <summary>Another person of the agency, its supervisor, lets them.</summary>
    public sealed record Authorised(string By) : CovertInquiryEvent;

    /// <summary>Somebody of the agency asks for a later day.</summary>
    public sealed record ExtensionRequested(string By, Personal<Remark> Reason, DateOnly ReleaseOn) : CovertInquiryEvent;

    /// <summary>Another person of the agency, its supervisor, grants the later day.</summary>
    public sealed record Extended(string By, DateOnly ReleaseOn) : CovertInquiryEvent;

    /// <summary>Over before its day: no more looks, and the person sees all of it at once.</summary>
    public sealed record Ended(string By) : CovertInquiryEvent;
}

/// <summary>What a covert inquiry rests on.</summary>
/// <param name="Warrant">The number of the order or letter (调取证据通知书, 查询通知书).</param>
public sealed record CovertCause(string Warrant, string Reason);
