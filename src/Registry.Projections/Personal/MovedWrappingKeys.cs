namespace Registry.Projections.Personal;

/// <summary>
/// Key-encryption keys that are made in one place now, such as a security module, and were in another before: those go on
/// unwrapping from there until a rotation leaves nothing under them.
/// </summary>
public sealed class MovedWrappingKeys(IWrappingKeys present, IWrappingKeys former) : IWrappingKeys
{
    public IReadOnlyList<int> Held => [.. present.Held.Union(former.Held)];

    public void Create(int number) => present.Create(number);

    public IWrappingKey Open(int number) => (former.Held.Contains(number) ? former : present).Open(number);
}
