using System.Text.Json.Serialization;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;

namespace Registry.Domain.LicenceTypes;

/// <summary>One version of a licence type (证照目录信息, GB/T 36902): what its licences show, who issues them and for how long.</summary>
/// <param name="Face">照面信息项: the fields on a licence beside its holder, in the order of the template.</param>
/// <param name="Template">Name of the template that a licence is shown and printed with.</param>
/// <param name="Unique">Set where a holder has one live licence of the type, or one for each site.</param>
/// <param name="TwoPersons">Operations that one officer proposes and another approves.</param>
/// <param name="SeveralHolders">
/// Whether several people may hold one licence together (共有). Null is yes, and not written, as every version was before there was this member; false
/// for what is one person's, as a licence to drive or to practise.
/// </param>
public sealed record LicenceTypeDefinition(
    LocalText Name, IReadOnlyList<FaceField> Face, Validity Validity, Issuers Issuers, string Template, Sharing Sharing,
    Uniqueness? Unique = null, IReadOnlyList<LicenceOperation>? TwoPersons = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? SeveralHolders = null)
{
    public bool NeedsTwo(LicenceOperation operation) => TwoPersons?.Contains(operation) == true;
}

/// <summary>One field on a licence's face; in metadata its name is prefixed <c>KZ_</c> (GB/T 36903).</summary>
/// <param name="Name">1 to 40 of letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="MaxLength">Of a text, in UTF-16 code units, 1 to 4000; null for 4000.</param>
/// <param name="Choices">Of a choice: the values, each once.</param>
/// <param name="Disclosable">
/// Whether a holder may show or withhold it by itself (selective disclosure); otherwise it stands open in every credential.
/// </param>
/// <param name="Matchable">
/// Whether a verifier who has licence and holder's name may ask if it has a value that they were told. Null is no, and not written: a
/// version from before there was this member stays what it was, octet by octet.
/// </param>
public sealed record FaceField(
    string Name, LocalText Label, FaceFieldKind Kind, bool Required, int? MaxLength = null, IReadOnlyList<FaceChoice>? Choices = null,
    bool Disclosable = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Matchable = null);

public enum FaceFieldKind
{
    Text,

    /// <summary>YYYY-MM-DD.</summary>
    Date,

    /// <summary>Decimal digits, at most 30 characters, with an optional minus and an optional point: <c>-12.50</c>.</summary>
    Number,

    Choice,
}

/// <param name="Value">What a licence carries.</param>
public sealed record FaceChoice(string Value, LocalText Label);

/// <summary>有效期: how long a licence is valid from the day of its minting or of its renewal's first day.</summary>
/// <param name="Years">Set for <see cref="ValidityKind.Years"/>: 1 to 100; the last day is the day before the anniversary.</param>
/// <param name="Until">Set for <see cref="ValidityKind.FixedEnd"/>: the last day of every licence of the version.</param>
public sealed record Validity(ValidityKind Kind, int? Years = null, DateOnly? Until = null)
{
    /// <summary>The last day that a validity from that day on can have; null for no end.</summary>
    public DateOnly? EndFrom(DateOnly first) => Kind switch
    {
        ValidityKind.Years => first.AddYears(Years!.Value).AddDays(-1),
        ValidityKind.FixedEnd => Until,
        _ => null,
    };
}

public enum ValidityKind
{
    /// <summary>长期.</summary>
    NoEnd,
    Years,
    FixedEnd,
}

/// <summary>颁发机构: an agency that is named, or that serves one of the areas. Nobody else issues.</summary>
/// <param name="Regions">Agencies of these areas and of all areas inside them.</param>
public sealed record Issuers(IReadOnlyList<Uscc> Agencies, IReadOnlyList<RegionCode> Regions)
{
    public bool Include(Uscc agency, RegionCode region) =>
        Agencies.Contains(agency) || Regions.Any(area => area.Contains(region));
}

/// <summary>共享属性 (《政务数据共享条例》, State Council Order 809): how other authorities get at the licences.</summary>
/// <param name="Reason">Why not, for <see cref="SharingClass.NotShared"/>; null otherwise.</param>
public sealed record Sharing(SharingClass Class, LocalText? Reason = null);

public enum SharingClass
{
    /// <summary>无条件共享.</summary>
    Unconditional,

    /// <summary>有条件共享.</summary>
    Conditional,

    /// <summary>不予共享, with the reason.</summary>
    NotShared,
}

/// <summary>One live licence of the type for each holder.</summary>
/// <param name="SiteField">For each holder and value of this required field; null for one in all.</param>
public sealed record Uniqueness(string? SiteField = null);
