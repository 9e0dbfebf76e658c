namespace Registry.Domain;

/// <summary>A decider's answer: events to append or one refusal, never both.</summary>
public readonly record struct Decision<TEvent>(IReadOnlyList<TEvent> Events, Refusal? Refusal)
    where TEvent : class
{
    public static implicit operator Decision<TEvent>(TEvent fact) => new([fact], null);

    public static implicit operator Decision<TEvent>(Refusal refusal) => new([], refusal);

    public static implicit operator Decision<TEvent>(TEvent[] facts) => new(facts, null);
}
