using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Delegations;

public static class DelegationDecider
{
    /// <summary>No delegation is for ever: who wants it longer gives it again.</summary>
    public const int MostYears = 3;

    public static readonly Refusal ToOneself = new("delegation-to-oneself");
    public static readonly Refusal WithoutPurpose = new("delegation-without-purpose");
    public static readonly Refusal UntilPast = new("delegation-until-past");
    public static readonly Refusal TooLong = new("delegation-too-long");
    public static readonly Refusal NotAnOrganisation = new("delegation-not-an-organisation");
    public static readonly Refusal RepresentativeNotAPerson = new("delegation-representative-not-a-person");
    public static readonly Refusal AlreadyRevoked = new("delegation-already-revoked");

    /// <param name="principal">Who grants it: the party of the session.</param>
    /// <param name="delegateType">Of the code that the delegate's tag was made from.</param>
    /// <param name="purposes">Of an agent; a legal representative has all of them.</param>
    public static Decision<DelegationEvent> Grant(
        SubjectTag subject, Party principal, SubjectTag @delegate, HolderCodeType delegateType, DelegationKind kind,
        IEnumerable<DelegatedPurpose> purposes, DateOnly until, DateOnly today)
    {
        if (subject == @delegate)
            return ToOneself;
        if (until < today)
            return UntilPast;
        if (until > today.AddYears(MostYears))
            return TooLong;
        if (kind is DelegationKind.LegalRepresentative && principal.CodeType.IsNaturalPerson)
            return NotAnOrganisation;
        if (kind is DelegationKind.LegalRepresentative && !delegateType.IsNaturalPerson)
            return RepresentativeNotAPerson;
        DelegatedPurpose[] named = kind is DelegationKind.LegalRepresentative
            ? Enum.GetValues<DelegatedPurpose>()
            : [.. purposes.Distinct().Order()];
        if (named.Length == 0)
            return WithoutPurpose;
        return new DelegationEvent.Granted(Personal<Party>.Of(subject, principal), @delegate, kind, named, today, until);
    }

    /// <summary>Counts from the next request on.</summary>
    public static Decision<DelegationEvent> Revoke(Delegation delegation, DateOnly today) =>
        delegation.IsRevoked ? AlreadyRevoked : new DelegationEvent.Revoked(today);
}
