using System.Collections.Immutable;

namespace Registry.Domain.Directory;

/// <summary>What an officer is charged with now.</summary>
/// <param name="Ever">Every duty the officer has had, so that a file read again does not give back what was ended.</param>
public sealed record Officer(OfficerId Id, string Name, ImmutableList<Duty> Duties, ImmutableList<Duty> Ever)
{
    public static Officer Evolve(Officer? state, OfficerId id, OfficerEvent fact) => (state, fact) switch
    {
        (null, OfficerEvent.DutyGiven g) => new(id, g.Officer, [g.Duty], [g.Duty]),
        ({ } o, OfficerEvent.DutyGiven g) => o with
        {
            Duties = o.Duties.Add(g.Duty),
            Ever = o.Ever.Contains(g.Duty) ? o.Ever : o.Ever.Add(g.Duty),
        },
        ({ } o, OfficerEvent.DutyEnded e) => o with { Duties = o.Duties.Remove(e.Duty) },
        _ => throw new CorruptStreamException(id.ToString(), state?.Name, fact.GetType().Name),
    };
}
