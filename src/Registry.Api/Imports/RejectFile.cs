using System.Globalization;
using CsvHelper;
using Registry.Domain.Imports;

namespace Registry.Api.Imports;

/// <summary>
/// The rows that were not imported, one line for each fault, with the reason in both languages and the row as it was. UTF-8
/// with byte order mark, because spreadsheet programs take Chinese for something else without it. Holds personal data.
/// </summary>
internal static class RejectFile
{
    private static readonly string[] Columns = ["行号 row", "列 column", "代码 code", "原因", "reason"];

    public static async Task WriteAsync(
        Stream output, RegisterFile file, ILookup<int, RowFault> faults, CancellationToken token)
    {
        var options = CsvWriterOptions.Default with { WriteByteOrderMark = true, ValidateFieldCount = false };
        await using var csv = CsvWriter.Create(output, options, leaveOpen: true);
        foreach (var raw in file.Read())
        {
            if (raw.Number == 1)
                await csv.WriteRecordAsync([.. Columns, .. raw.Fields], token);
            foreach (var fault in faults[raw.Number])
                await csv.WriteRecordAsync([.. Reason(fault), .. raw.Fields], token);
        }
    }

    private static string[] Reason(RowFault fault) =>
    [
        fault.RowNumber.ToString(CultureInfo.InvariantCulture), fault.Column ?? "", fault.Code,
        ImportTexts.Of(fault, ImportTexts.Chinese), ImportTexts.Of(fault, ImportTexts.English),
    ];
}
