using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.LicenceTypes;

namespace Registry.Domain.Sharing;

/// <summary>Two people of the agency that issues the licences; a recipient, fields, a purpose and a last day.</summary>
public static class SharingGrantDecider
{
    /// <summary>No grant is for ever: whoever needs it longer is given it again, and says why again.</summary>
    public const int MostYears = 3;

    /// <summary>So many of an agency may wait for its supervisor: nobody weighs more of them.</summary>
    public const int MostWaiting = 50;

    /// <summary>What a day's looks may be bounded by: more of them are no bound, and would be counted for each look.</summary>
    public const int MostMostADay = 10_000;

    public static readonly Refusal ToOneself = new("sharing-to-oneself");
    public static readonly Refusal NotShared = new("sharing-type-not-shared");
    public static readonly Refusal WithoutFields = new("sharing-without-fields");
    public static readonly Refusal UnknownField = new("sharing-field-unknown");
    public static readonly Refusal DatesReversed = new("sharing-dates-reversed");
    public static readonly Refusal UntilPast = new("sharing-until-past");
    public static readonly Refusal TooLong = new("sharing-too-long");
    public static readonly Refusal QuotaOutOfRange = new("sharing-quota-out-of-range");
    public static readonly Refusal TooManyWaiting = new("sharing-too-many-waiting");
    public static readonly Refusal OwnProposal = new("sharing-own-proposal");
    public static readonly Refusal AlreadyApproved = new("sharing-already-approved");
    public static readonly Refusal Over = new("sharing-over");

    /// <param name="type">Null where there is none with that code.</param>
    /// <param name="owner">The officer's agency, as the directory has it.</param>
    /// <param name="waiting">Of the owner's: proposed, and neither approved nor over.</param>
    public static Decision<SharingGrantEvent> Propose(
        LicenceType? type, Agency owner, Agency recipient, SharingTerms terms, string by, DateOnly today, int waiting)
    {
        if (type?.InForce is not { } version)
            return LicenceTypeVersion.NotPublished;
        if (version.RefuseIssuer(owner.Code, owner.Region) is { } notAnIssuer)
            return notAnIssuer;
        if (!version.IsShared)
            return NotShared;
        if (owner.Code == recipient.Code)
            return ToOneself;
        if (RefuseFields(version.Definition, terms.Fields) is { } wrongFields)
            return wrongFields;
        if (RefuseDates(terms.From, terms.Until, today) is { } wrongDates)
            return wrongDates;
        if (terms.MostADay is < 1 or > MostMostADay)
            return QuotaOutOfRange;
        if (waiting >= MostWaiting)
            return TooManyWaiting;
        return new SharingGrantEvent.Proposed(
            owner.Code, recipient.Code, type.Code, [.. terms.Fields.Distinct().Order(StringComparer.Ordinal)], terms.Basis, terms.Purpose,
            terms.From, terms.Until, by, terms.MostADay);
    }

    /// <param name="type">As it is now: it may be shared no more.</param>
    public static Decision<SharingGrantEvent> Approve(SharingGrant grant, LicenceType? type, string by, DateOnly today)
    {
        if (grant.ProposedBy == by)
            return OwnProposal;
        if (grant.IsOver(today))
            return Over;
        if (grant.IsApproved)
            return AlreadyApproved;
        return type?.InForce?.IsShared == true ? new SharingGrantEvent.Approved(by) : NotShared;
    }

    /// <summary>Counts from the next request on. Either of the two may: less is shared by it, never more.</summary>
    public static Decision<SharingGrantEvent> Revoke(SharingGrant grant, string by, DateOnly today) =>
        grant.IsOver(today) ? Over : new SharingGrantEvent.Revoked(by);

    private static Refusal? RefuseFields(LicenceTypeDefinition definition, IReadOnlyList<string> fields) =>
        fields.Count == 0 ? WithoutFields
        : fields.All(name => name is FieldTable.HolderName or FieldTable.HolderCode || definition.Face.Any(field => field.Name == name)) ? null
        : UnknownField;

    private static Refusal? RefuseDates(DateOnly from, DateOnly until, DateOnly today) =>
        until < from ? DatesReversed
        : until < today ? UntilPast
        : until > today.AddYears(MostYears) ? TooLong
        : null;
}

/// <summary>What is to be shared, for what and from when to when.</summary>
/// <param name="Fields">As <see cref="SharingGrant.Fields"/>, in any order.</param>
/// <param name="Until">The last day.</param>
/// <param name="MostADay">As <see cref="SharingGrant.MostADay"/>.</param>
public sealed record SharingTerms(
    IReadOnlyList<string> Fields, SharingBasis Basis, LocalText Purpose, DateOnly From, DateOnly Until, int? MostADay = null);
