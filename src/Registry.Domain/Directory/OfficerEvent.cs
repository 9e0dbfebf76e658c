namespace Registry.Domain.Directory;

/// <summary>A fact about one officer's duties. Closed: only nested records can derive.</summary>
public abstract record OfficerEvent
{
    private OfficerEvent() { }

    /// <param name="Officer">The identity provider's subject; a pseudonym.</param>
    public sealed record DutyGiven(string Officer, Duty Duty) : OfficerEvent;

    /// <summary>Ended or suspended: from now on the officer's token is no longer enough.</summary>
    public sealed record DutyEnded(Duty Duty) : OfficerEvent;
}
