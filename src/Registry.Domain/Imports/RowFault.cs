namespace Registry.Domain.Imports;

/// <summary>Why a row of a register is not imported.</summary>
/// <param name="RowNumber">In the file, the header being 1.</param>
/// <param name="Column">At fault; null for the row as a whole.</param>
/// <param name="Code">Stable and kebab-case; the texts are in the API's <c>ImportFaults</c> resources.</param>
/// <param name="Detail">What would be right. Never the value itself, which may be personal data.</param>
public sealed record RowFault(int RowNumber, string? Column, string Code, string? Detail = null);

/// <summary>The codes of row faults, beside the identifiers' (<c>uscc-check</c>, …) and the licence's decider's.</summary>
public static class RowFaults
{
    public const string FieldCount = "row-field-count";
    public const string Quotes = "row-quotes-malformed";
    public const string ValueMissing = "row-value-missing";
    public const string ValueUnknown = "row-value-unknown";
    public const string DateMalformed = "row-date-malformed";
    public const string NumberMalformed = "row-number-malformed";
    public const string TextNotStorable = "row-text-not-storable";
    public const string TextTooLong = "row-text-too-long";
    public const string IdRepeated = "row-id-repeated";
    public const string HoldersUneven = "row-holders-uneven";
    public const string HolderRepeated = "row-holder-repeated";
    public const string HoldersTooMany = "row-holders-too-many";
    public const string RowChanged = "import-row-changed";
    public const string LicenceExists = "import-licence-exists";
    public const string IssueNotFirst = "import-issue-not-first";
    public const string OutOfOrder = "import-out-of-order";
}
