using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

/// <summary>
/// The covert inquiry that an officer names as theirs, as it stands now. Whoever names one sees by it or not at all.
/// </summary>
/// <param name="Subject">Whom it is about; null where there is no such inquiry, or it is not the officer's, or is released.</param>
/// <param name="IsOpen">Whether a second person has authorised it.</param>
public sealed record CovertSight(CovertInquiryId Id, SubjectTag? Subject, AuthorityClass Class, bool IsOpen)
{
    public static CovertSight Of(CovertInquiryId id, CovertInquiry? inquiry, Actor actor, DateOnly today) =>
        inquiry is not null && inquiry.Officer == actor.Id && inquiry.Agency == actor.Agency && !inquiry.IsReleased(today)
            ? new(id, inquiry.Subject, inquiry.Class, inquiry.IsAuthorised)
            : new(id, Subject: null, default, IsOpen: false);

    /// <summary>
    /// What an access under it names as its step. Only an inquiry about that very person seals what is recorded: whoever tries another's,
    /// or one that is none, does it in the open.
    /// </summary>
    public string StepFor(SubjectTag subject) => Subject == subject ? Ground.CovertStep + Id : "covert-inquiry";

    public bool Covers(SubjectTag subject) => Subject == subject && IsOpen;
}
