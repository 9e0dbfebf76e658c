using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Imports;

/// <summary>What became of one licence's rows.</summary>
/// <param name="Accepted">In order; each gave at least one event.</param>
/// <param name="Faults">Of the rows that were not.</param>
public sealed record ImportedHistory(
    IReadOnlyList<LicenceEvent> Events, IReadOnlyList<RegisterRow> Accepted, IReadOnlyList<RowFault> Faults);

/// <summary>
/// Folds a licence's rows into its history. The rules are the decider's, with the register's dates in the place of
/// today's: what is history may have run out.
/// </summary>
public static class LicenceImport
{
    public static readonly Refusal IssueNotFirst = new(RowFaults.IssueNotFirst);
    public static readonly Refusal OutOfOrder = new(RowFaults.OutOfOrder);

    /// <param name="register">The register's name.</param>
    /// <param name="current">The licence as earlier rows left it; null if none has been imported.</param>
    /// <param name="rows">Of one licence, in any order.</param>
    /// <param name="tagOf">The vault's tag of a holder.</param>
    public static ImportedHistory Fold(
        string register, Licence? current, IEnumerable<RegisterRow> rows, Func<Party, SubjectTag> tagOf)
    {
        var events = new List<LicenceEvent>();
        var accepted = new List<RegisterRow>();
        var faults = new List<RowFault>();
        foreach (var row in rows.Order(Comparer<RegisterRow>.Create(RegisterRow.InOrder)))
        {
            var (facts, refusal) = Decide(register, current, row, tagOf);
            if (refusal is not null)
            {
                faults.Add(row.Fault(refusal.Code));
                continue;
            }
            current = facts.Aggregate(current, (state, fact) => Licence.Evolve(state, row.Licence, fact));
            events.AddRange(facts);
            accepted.Add(row);
        }
        return new(events, accepted, faults);
    }

    /// <summary>One row: a version, and the state it ended in.</summary>
    public static Decision<LicenceEvent> Decide(
        string register, Licence? current, RegisterRow row, Func<Party, SubjectTag> tagOf)
    {
        if (current is not null && Refuse(current, row) is { } refusal)
            return refusal;
        var source = new SourceRow(register, row.Id, row.Digest);
        var face = FaceOf(row.Holder);
        // Each row says who holds it: one that names nobody beside the first takes off whom a row before it named.
        IReadOnlyList<Personal<LicenceFace>>? others = row.Others.Count == 0 && current?.Others is not { Count: > 0 }
            ? null
            : [.. row.Others.Select(FaceOf)];
        LicenceEvent version = (current, row.Kind) switch
        {
            // A register's history may begin in the middle of a licence's life, with a renewal or a change.
            (null, _) => new LicenceEvent.Imported(row.Identifier, row.Term, face, row.Kind, source) { Others = others },
            ({ } l, RowKind.Renewal) => new LicenceEvent.Renewed(l.Identifier.NextVersion(), row.Term, face, source) { Others = others },
            ({ } l, _) => new LicenceEvent.Changed(l.Identifier.NextVersion(), row.Term, face, source) { Others = others },
        };
        return Ending(row, source) is { } ending ? (LicenceEvent[])[version, ending] : version;

        Personal<LicenceFace> FaceOf(Party holder) => Personal<LicenceFace>.Of(tagOf(holder), new LicenceFace(holder, row.Face));
    }

    private static Refusal? Refuse(Licence licence, RegisterRow row)
    {
        if (LicenceDecider.RefuseNewVersion(licence) is { } refusal)
            return refusal;
        if (row.Kind is RowKind.Issue)
            return IssueNotFirst;
        if (row.Term.From < licence.Term.From)
            return OutOfOrder;
        if (row.Kind is RowKind.Renewal && !licence.Term.EndsBefore(row.Term))
            return LicenceDecider.TermNotLater;
        return null;
    }

    private static LicenceEvent? Ending(RegisterRow row, SourceRow source) => (row.Status, row.StatusOn) switch
    {
        (LicenceStatus.Suspended, { } on) => new LicenceEvent.Suspended(on, Reason: null, source),
        (LicenceStatus.Revoked, { } on) => new LicenceEvent.Revoked(on, Reason: null, source),
        (LicenceStatus.Cancelled, { } on) => new LicenceEvent.Cancelled(on, Reason: null, source),
        _ => null,
    };
}
