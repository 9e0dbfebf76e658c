using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;

namespace Registry.Projections.Credentials;

/// <summary>A list as it was last signed.</summary>
/// <param name="List">As <c>lst</c>.</param>
internal sealed record LastSigned(string Kid, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string List);

/// <summary>A list as its writer knows it.</summary>
internal sealed class WrittenList(Uscc issuer, int number)
{
    private bool changed;
    private DateTimeOffset signedAt;

    public Uscc Issuer => issuer;

    public int Number => number;

    public StatusList Statuses { get; } = StatusList.Empty(StatusLists.Bits, StatusLists.Places);

    /// <summary>Places that credentials have.</summary>
    public int Taken { get; set; }

    /// <summary>Null for a list that is only just opened.</summary>
    public LastSigned? Signed { get; set; }

    public void Put(int index, int status)
    {
        changed |= Statuses[index] != status;
        Statuses[index] = status;
    }

    /// <summary>What was signed under another lead may be older than what has been read, or say something else.</summary>
    public void CompareWithSigned() => changed = Signed?.List != Statuses.ToText();

    public void Sign(LastSigned signed, DateTimeOffset now) => (Signed, signedAt, changed) = (signed, now, false);

    /// <summary>Changed and not signed just now, half expired, or signed with a key that signs no more.</summary>
    public bool IsDue(DateTimeOffset now, string kid, TimeSpan between) =>
        Signed is not { } last || last.ExpiresAt - now < StatusLists.Life / 2 || last.Kid != kid || changed && now - signedAt >= between;
}
