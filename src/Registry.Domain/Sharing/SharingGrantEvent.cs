using System.Text.Json.Serialization;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Sharing;

/// <summary>
/// A fact about one sharing grant (共享授权): officers of another agency may see named fields of an agency's licences of one type, for a
/// purpose and a time. Nothing in it is about a person. Closed: only nested records can derive.
/// </summary>
public abstract record SharingGrantEvent
{
    private SharingGrantEvent() { }

    /// <summary>An officer of the agency that issues the licences proposes it. Nothing is shared by it.</summary>
    /// <param name="Owner">The agency that issues them.</param>
    /// <param name="Recipient">The agency whose officers are to see them.</param>
    /// <param name="Fields">As <see cref="SharingGrant.Fields"/>.</param>
    /// <param name="Purpose">In plain words, for the holders: they read it beside each look.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day.</param>
    /// <param name="By">The identity provider's subject; a pseudonym.</param>
    /// <param name="MostADay">Looks under it on one day, where the city is; null for as many as there is need of.</param>
    public sealed record Proposed(
        Uscc Owner, Uscc Recipient, LicenceTypeCode Type, IReadOnlyList<string> Fields, SharingBasis Basis, LocalText Purpose,
        DateOnly From, DateOnly Until, string By,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MostADay = null) : SharingGrantEvent;

    /// <summary>Another person of the agency, its supervisor, lets it be.</summary>
    public sealed record Approved(string By) : SharingGrantEvent;

    /// <summary>The agency takes it back, or withdraws what nobody has approved. It counts from the next request on.</summary>
    public sealed record Revoked(string By) : SharingGrantEvent;
}
