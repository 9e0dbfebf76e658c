using Registry.Domain.Personal;

namespace Registry.Domain.Delegations;

/// <summary>A fact about one delegation (委托). Closed: only nested records can derive.</summary>
public abstract record DelegationEvent
{
    private DelegationEvent() { }

    /// <summary>
    /// 授权: one-sided, so nobody has to accept it; who does not want it leaves it unused. It ends after its last day by itself.
    /// </summary>
    /// <param name="Principal">Who is acted for, sealed; the delegate's applications are made in this name.</param>
    /// <param name="Delegate">Who may act, by the tag of their code: the code itself is kept nowhere.</param>
    /// <param name="Until">The last day.</param>
    public sealed record Granted(
        Personal<Party> Principal, SubjectTag Delegate, DelegationKind Kind, IReadOnlyList<DelegatedPurpose> Purposes,
        DateOnly On, DateOnly Until) : DelegationEvent;

    /// <summary>撤销, by who gave it or by who has it.</summary>
    public sealed record Revoked(DateOnly On) : DelegationEvent;
}

public enum DelegationKind
{
    /// <summary>委托代理 (《民法典》第一百六十五条), for the purposes named.</summary>
    Agent,

    /// <summary>法定代表人 of an organisation (《民法典》第六十一条), for all purposes.</summary>
    LegalRepresentative,
}

/// <summary>What a delegate may do in the principal's name.</summary>
public enum DelegatedPurpose
{
    ReadCases,
    ReadLicences,

    /// <summary>Who looked at the principal's data.</summary>
    ReadAccesses,
    SubmitCases,

    /// <summary>Objecting to an access to the principal's data, and reading what came of it.</summary>
    ObjectToAccesses,
}
