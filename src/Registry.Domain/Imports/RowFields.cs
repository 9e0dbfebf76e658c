using System.Globalization;

namespace Registry.Domain.Imports;

/// <summary>One row's values by column. A read that fails leaves a fault and lets the reading go on.</summary>
internal sealed class RowFields(
    int rowNumber, IReadOnlyList<string> raw, Dictionary<string, int> places, string[] formats, List<RowFault> faults)
{
    // Enough for any number a register counts its entries by, and safe to pad.
    private const int MaxDigits = 18;

    public int RowNumber => rowNumber;

    public IReadOnlyList<string> Raw => raw;

    public bool Faulty => faults.Count > 0;

    public string Text(string column) => raw[places[column]].Trim();

    public string Required(string column)
    {
        var text = Text(column);
        if (text.Length == 0 && !HasFaultIn(column))
            Fault(column, RowFaults.ValueMissing);
        return text;
    }

    public DateOnly? Date(string column, bool required)
    {
        var text = required ? Required(column) : Text(column);
        if (text.Length == 0)
            return null;
        if (DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        if (!HasFaultIn(column))
            Fault(column, RowFaults.DateMalformed, string.Join(" | ", formats));
        return null;
    }

    public T Chosen<T>(Choice<T> choice) => ChosenEach(choice, separator: null)[0];

    /// <summary>What stands between separators, each of it required; the whole where there is no separator.</summary>
    public string[] RequiredEach(string column, string? separator)
    {
        string[] each = separator is null ? [Text(column)] : Text(column).Split(separator, StringSplitOptions.TrimEntries);
        if (each.Contains("") && !HasFaultIn(column))
            Fault(column, RowFaults.ValueMissing);
        return each;
    }

    /// <summary>As <see cref="Chosen"/>, of each of them; one where the mapping chooses for all.</summary>
    public T[] ChosenEach<T>(Choice<T> choice, string? separator)
    {
        if (choice is Choice<T>.Fixed { Value: var only })
            return [only];
        var (column, values) = (Choice<T>.Mapped)choice;
        var each = RequiredEach(column, separator);
        if (!HasFaultIn(column) && !each.All(values.ContainsKey))
            Fault(column, RowFaults.ValueUnknown, string.Join(", ", values.Keys));
        return [.. each.Select(text => values.TryGetValue(text, out var value) ? value : default!)];
    }

    /// <summary>Text whose ordinal order is the order asked for.</summary>
    public string OrderKey(OrderColumn order)
    {
        if (order.As is OrderAs.Date)
            return Date(order.Column, required: true)?.ToString("O", CultureInfo.InvariantCulture) ?? "";
        var text = Required(order.Column);
        if (order.As is OrderAs.Text || text.Length == 0)
            return text;
        if (text.Length > MaxDigits || !text.All(char.IsAsciiDigit))
            Fault(order.Column, RowFaults.NumberMalformed);
        return text.PadLeft(MaxDigits, '0');
    }

    public bool HasFaultIn(string? column) => column is not null && faults.Exists(fault => fault.Column == column);

    public void Fault(string column, string code, string? detail = null) =>
        faults.Add(new(rowNumber, column, code, detail));
}
