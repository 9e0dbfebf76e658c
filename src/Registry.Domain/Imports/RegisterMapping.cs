using Registry.Domain.Identifiers;
using Registry.Domain.Licences;

namespace Registry.Domain.Imports;

/// <summary>
/// Which column of an existing register's file means what. Read from a mapping file (<c>docs/register-import.md</c>), so
/// that a further register needs no code.
/// </summary>
public sealed record RegisterMapping
{
    /// <summary>The register's name for good: a slug, part of every imported event.</summary>
    public required string Register { get; init; }

    public required RegisterEncoding Encoding { get; init; }

    public required char Separator { get; init; }

    /// <summary>The body that issued the licences.</summary>
    public required Uscc Issuer { get; init; }

    public required Choice<LicenceTypeCode> LicenceType { get; init; }

    /// <summary>Column of the licence number: rows that share it, and the type, are one licence.</summary>
    public required string LicenceNumber { get; init; }

    /// <summary>Column of the row's own id, unique in the register.</summary>
    public required string RowId { get; init; }

    /// <summary>Columns that put a licence's rows in order; rows that are equal in all of them keep the file's order.</summary>
    public required IReadOnlyList<OrderColumn> Order { get; init; }

    public required Choice<RowKind> Kind { get; init; }

    /// <summary>Null for a register of licences that are all in force.</summary>
    public required StatusColumns? Status { get; init; }

    /// <summary>.NET date formats, tried in turn.</summary>
    public required IReadOnlyList<string> DateFormats { get; init; }

    public required string IssuedOn { get; init; }

    public required string ValidFrom { get; init; }

    /// <summary>Null, like an empty value in the column, for no end.</summary>
    public required string? ValidUntil { get; init; }

    public required HolderColumns Holder { get; init; }

    /// <summary>Name of each field on the licence's face and its column; empty values are left out of the face.</summary>
    public required IReadOnlyDictionary<string, string> Face { get; init; }

    /// <summary>Columns that must have a value, beyond those that always must.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    /// <summary>Every column the mapping names, once each.</summary>
    public IEnumerable<string> Columns =>
        new[] { LicenceNumber, RowId, IssuedOn, ValidFrom, ValidUntil, Holder.Name, Holder.Code }
            .Concat([LicenceType.Column, Kind.Column, Status?.Status.Column, Status?.Date, Holder.CodeType.Column])
            .Concat(Order.Select(order => order.Column)).Concat(Face.Values).Concat(Required)
            .OfType<string>().Distinct(StringComparer.Ordinal);
}

public enum RegisterEncoding
{
    /// <summary>UTF-8 where the whole file is valid UTF-8, else GB18030.</summary>
    Auto,
    Utf8,
    Gb18030,
}

/// <summary>One value for all rows, or a column whose values are translated.</summary>
public abstract record Choice<T>
{
    private Choice() { }

    public sealed record Fixed(T Value) : Choice<T>;

    public sealed record Mapped(string From, IReadOnlyDictionary<string, T> Values) : Choice<T>;

    /// <summary>The column, null for a fixed value.</summary>
    public string? Column => (this as Mapped)?.From;
}

/// <summary>A column rows are put in order by; it must have a value, for an order must not depend on what is absent.</summary>
public sealed record OrderColumn(string Column, OrderAs As);

public enum OrderAs
{
    Text,
    Number,
    Date,
}

/// <param name="Date">Since when; must have a value unless the status is in force.</param>
public sealed record StatusColumns(Choice<LicenceStatus> Status, string? Date);

/// <param name="Separator">Stands between several holders, in all of these columns; null where a row names one.</param>
public sealed record HolderColumns(string Name, string Code, Choice<HolderCodeType> CodeType, string? Separator = null);
