using System.Collections.Immutable;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.CovertInquiries;

/// <summary>Who looks at whose data covertly, and when that person learns of it.</summary>
/// <param name="Officer">Who asked for it, and alone may look under it.</param>
/// <param name="Former">The days it was to be released on before, the first one first.</param>
/// <param name="Wanted">A later day that nobody has granted yet.</param>
public sealed record CovertInquiry(
    CovertInquiryId Id, SubjectTag Subject, Uscc Agency, AuthorityClass Class, string Officer, DateOnly ReleaseOn, bool IsAuthorised,
    bool IsEnded, ImmutableList<DateOnly> Former, WantedExtension? Wanted)
{
    /// <summary>Whether the person sees all of it. It comes by itself: nobody has to release anything.</summary>
    public bool IsReleased(DateOnly today) => IsEnded || today >= ReleaseOn;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static CovertInquiry Evolve(CovertInquiry? state, CovertInquiryId id, CovertInquiryEvent fact) => (state, fact) switch
    {
        (null, CovertInquiryEvent.Requested r) => new(
            id, r.Cause.Subject, r.Agency, r.Class, r.Officer, r.ReleaseOn, IsAuthorised: false, IsEnded: false, [], Wanted: null),
        ({ } i, CovertInquiryEvent.Authorised) => i with { IsAuthorised = true },
        ({ } i, CovertInquiryEvent.ExtensionRequested r) => i with { Wanted = new(r.By, r.ReleaseOn) },
        ({ } i, CovertInquiryEvent.Extended e) => i with { ReleaseOn = e.ReleaseOn, Former = i.Former.Add(i.ReleaseOn), Wanted = null },
        ({ } i, CovertInquiryEvent.Ended) => i with { IsEnded = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Class.ToString(), fact.GetType().Name),
    };
}

/// <summary>A later day of release, and who asked for it.</summary>
public sealed record WantedExtension(string By, DateOnly ReleaseOn);
