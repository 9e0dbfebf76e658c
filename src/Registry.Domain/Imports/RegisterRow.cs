using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Imports;

/// <summary>A row of a register, read and checked by itself.</summary>
/// <param name="RowNumber">In the file, the header being 1.</param>
/// <param name="Id">The row's own id in the register.</param>
/// <param name="Digest">SHA-256 over the row's fields (<see cref="RowDigest"/>), 64 lower-case hexadecimal digits.</param>
/// <param name="Licence">The stream of the licence that the row is about.</param>
/// <param name="Identifier">Version 001 of that licence's identifier.</param>
/// <param name="StatusOn">Set unless the status is in force.</param>
/// <param name="Order">Compared ordinally, one by one.</param>
public sealed record RegisterRow(
    int RowNumber, string Id, string Digest, LicenceId Licence, LicenceIdentifier Identifier, RowKind Kind,
    LicenceStatus Status, DateOnly? StatusOn, Term Term, Party Holder, IReadOnlyDictionary<string, string> Face,
    IReadOnlyList<string> Order)
{
    /// <summary>Who holds the licence with <see cref="Holder"/>, in the row's order; empty for a licence of one.</summary>
    public IReadOnlyList<Party> Others { get; init; } = [];

    /// <summary>The order of a licence's history: the mapping's columns, then the file's own.</summary>
    public static int InOrder(RegisterRow x, RegisterRow y)
    {
        for (var i = 0; i < x.Order.Count; i++)
            if (string.CompareOrdinal(x.Order[i], y.Order[i]) is not 0 and var order)
                return order;
        return x.RowNumber.CompareTo(y.RowNumber);
    }

    public RowFault Fault(string code, string? column = null) => new(RowNumber, column, code);
}
