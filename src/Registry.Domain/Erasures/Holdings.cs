using Registry.Domain.Cases;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Erasures;

/// <summary>What the registry holds of one person, as far as a duty to keep asks about it.</summary>
public sealed record Holdings(IReadOnlyList<HeldCase> Cases, IReadOnlyList<HeldLicence> Licences)
{
    public IReadOnlyList<Guid> Streams => [.. Cases.Select(one => one.Id.Value), .. Licences.Select(one => one.Id.Value)];
}

/// <param name="ClosedOn">Null while it is live.</param>
/// <param name="WasDecided">Not withdrawn before a decision.</param>
/// <param name="IsTheirs">False where somebody else named them and they have not consented: no duty to keep is about them then.</param>
public sealed record HeldCase(CaseId Id, DateOnly? ClosedOn, bool WasDecided, bool IsTheirs)
{
    public static HeldCase Of(CaseId id, SubjectTag person, IEnumerable<CaseEvent> history) =>
        history.Aggregate(new HeldCase(id, ClosedOn: null, WasDecided: false, IsTheirs: false), (held, fact) => fact switch
        {
            CaseEvent.Submitted s => held with { IsTheirs = s.Application.Subject == person || s.AsksConsent is not true },
            CaseEvent.Consented c when c.Who == person => held with { IsTheirs = true },
            CaseEvent.ConsentRecorded c when c.Who == person => held with { IsTheirs = true },
            CaseEvent.Declined d when d.Who == person => held with { IsTheirs = false },
            CaseEvent.Refused or CaseEvent.Approved or CaseEvent.Rejected => held with { WasDecided = true },
            CaseEvent.Closed closed => held with { ClosedOn = closed.On },
            _ => held,
        });
}

/// <param name="EndsOn">The day of its cancellation, revocation, withdrawal or transfer, else the last day of its term; null for no end.</param>
public sealed record HeldLicence(LicenceId Id, DateOnly? EndsOn)
{
    public static HeldLicence Of(LicenceId id, IEnumerable<LicenceEvent> history) =>
        history.Aggregate(new HeldLicence(id, EndsOn: null), (held, fact) => fact switch
        {
            LicenceEvent.Minted m => held with { EndsOn = m.Term.Until },
            LicenceEvent.MintedUnder m => held with { EndsOn = m.Term.Until },
            LicenceEvent.MintedInBatch m => held with { EndsOn = m.Term.Until },
            LicenceEvent.TransferredIn t => held with { EndsOn = t.Term.Until },
            LicenceEvent.Imported i => held with { EndsOn = i.Term.Until },
            LicenceEvent.Renewed r => held with { EndsOn = r.Term.Until },
            LicenceEvent.Changed c => held with { EndsOn = c.Term.Until },
            LicenceEvent.ChangedUnder c => held with { EndsOn = c.Term.Until },
            LicenceEvent.Reissued r => held with { EndsOn = r.Term.Until },
            LicenceEvent.Corrected c => held with { EndsOn = c.Term.Until },
            LicenceEvent.Revoked r => held with { EndsOn = r.On },
            LicenceEvent.Cancelled c => held with { EndsOn = c.On },
            LicenceEvent.Withdrawn w => held with { EndsOn = w.On },
            LicenceEvent.TransferCompleted t => held with { EndsOn = t.On },
            LicenceEvent.TransferAccepted t => held with { EndsOn = t.On },
            _ => held,
        });
}
