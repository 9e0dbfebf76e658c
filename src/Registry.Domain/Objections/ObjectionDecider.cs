using Registry.Domain.Calendar;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Objections;

/// <summary>提出 → 受理 → 答复 | 撤回. Who is objected to has no part in it.</summary>
public static class ObjectionDecider
{
    /// <summary>
    /// Working days for an answer. GB/T 35273-2020, 8.7 asks for one within thirty days, PIPL art. 50 for one in time: fifteen
    /// working days stay within thirty days over every holiday that was announced, twenty do not.
    /// </summary>
    public const int WorkingDays = 15;

    /// <summary>Objections of one person to one access, withdrawn ones too. Each is a case that somebody must answer.</summary>
    public const int MostOfOne = 5;

    public static readonly Refusal AlreadyOpen = new("objection-already-open");
    public static readonly Refusal TooMany = new("objections-too-many");
    public static readonly Refusal NotOpen = new("objection-not-open");
    public static readonly Refusal AlreadyTaken = new("objection-already-taken");
    public static readonly Refusal NotTaken = new("objection-not-taken");
    public static readonly Refusal OfficerConcerned = new("objection-officer-concerned");
    public static readonly Refusal AccessSealed = new("objection-access-sealed");
    public static readonly Refusal MeasureMissing = new("objection-measure-missing");

    /// <param name="access">The access event that is objected to.</param>
    /// <param name="agency">Of whose officer looked; null for who belongs to none.</param>
    /// <param name="officer">Who looked.</param>
    /// <param name="earlier">How often the person has objected to that access.</param>
    /// <param name="pending">Whether one of these is open.</param>
    public static Decision<ObjectionEvent> Raise(
        SubjectTag subject, Guid access, Uscc? agency, string officer, Remark reason, int earlier, bool pending,
        WorkingDayCalendar calendar, DateOnly today) =>
            pending ? AlreadyOpen
            : earlier >= MostOfOne ? TooMany
            : new ObjectionEvent.Raised(
                access, agency, officer, Personal<Remark>.Of(subject, reason), today,
                calendar.AddWorkingDays(today, WorkingDays), calendar.Version);

    public static Decision<ObjectionEvent> Take(Objection objection, string by, DateOnly today)
    {
        if (objection.Officer == by)
            return OfficerConcerned;
        if (!objection.IsOpen)
            return NotOpen;
        return objection.TakenBy == by ? AlreadyTaken : new ObjectionEvent.Taken(by, today);
    }

    /// <summary>By who has it. What was unlawful is not left at that: something is done about it.</summary>
    /// <param name="explanation">Null where the person was erased since.</param>
    public static Decision<ObjectionEvent> Answer(
        Objection objection, string by, ObjectionFinding finding, ObjectionMeasure measure, Remark? explanation, DateOnly today)
    {
        if (objection.Officer == by)
            return OfficerConcerned;
        if (!objection.IsOpen)
            return NotOpen;
        if (objection.TakenBy != by)
            return NotTaken;
        if (finding is ObjectionFinding.Unlawful && measure is ObjectionMeasure.None)
            return MeasureMissing;
        return new ObjectionEvent.Answered(
            finding, measure, explanation is null ? null : Personal<Remark>.Of(objection.Subject, explanation), by, today);
    }

    public static Decision<ObjectionEvent> Withdraw(Objection objection, DateOnly today) =>
        objection.IsOpen ? new ObjectionEvent.Withdrawn(today) : NotOpen;
}
