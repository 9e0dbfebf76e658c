using System.Text.Json.Serialization;
using Registry.Domain.Audit;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;

namespace Registry.Domain.Access;

/// <summary>
/// Somebody asked to see personal data. Who, why and on what basis are the event's metadata, which the signature covers.
/// </summary>
public abstract record AccessEvent
{
    private AccessEvent() { }

    /// <summary>Whose data it is; empty for a stretch of the log, which names nobody in particular.</summary>
    public abstract IReadOnlyList<SubjectTag> Subjects { get; init; }

    public abstract DataClass Data { get; init; }

    /// <summary>What was looked at, as <c>case/&lt;id&gt;</c>.</summary>
    public abstract string Resource { get; init; }

    /// <summary>Committed before the first byte of the answer leaves (invariant I2).</summary>
    public sealed record Disclosed(
        IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, IReadOnlyList<string> Fields) : AccessEvent
    {
        /// <summary>What another department's system said that it asked for, sealed under the key of whom it asked about; null where it said nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Personal<UseCause>? Cause { get; init; }
    }

    /// <summary>One field that the purpose shows masked was shown whole; committed before the answer leaves, too.</summary>
    /// <param name="Field">Its name.</param>
    /// <param name="Need">Why the step needs it, a code of <see cref="Access.Need"/>.</param>
    public sealed record Unmasked(
        IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, string Field, string Need) : AccessEvent;

    /// <summary>
    /// Somebody searched who looked at whom. Names everybody on the page, and whoever was asked for; committed before the answer.
    /// </summary>
    /// <param name="Enquiry">What was asked and why, sealed under the key of the one who searched: both are typed by hand.</param>
    public sealed record Searched(
        IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, IReadOnlyList<string> Fields,
        Personal<Enquiry> Enquiry) : AccessEvent;

    /// <summary>Asked for and refused by policy; nothing was shown.</summary>
    /// <param name="Code">Of the refusal.</param>
    public sealed record Refused(
        IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, string Code) : AccessEvent;
}

public enum DataClass
{
    Case,
    Licence,

    /// <summary>Who looked at somebody's data.</summary>
    Accesses,

    /// <summary>Entries of the log with their payloads as committed, to prove or replay a history.</summary>
    Evidence,

    /// <summary>Whether somebody is known, and of which cases and licences.</summary>
    Existence,

    /// <summary>What a person objects to, and why.</summary>
    Objection,

    /// <summary>Why a person's data is to be erased, or is not.</summary>
    Erasure,

    /// <summary>What a covert inquiry rests on.</summary>
    CovertInquiry,
}

/// <summary>The stream type of access events: written once, as one stream of one commit's events, never appended to.</summary>
public sealed record AccessSegment(Guid Id);
