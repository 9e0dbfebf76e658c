using Registry.Domain;
using Registry.Domain.Imports;

namespace Registry.Api.Imports;

/// <summary>What an import did, or in a dry run would do.</summary>
/// <param name="Refusal">Why the file as a whole cannot be imported; then nothing was written.</param>
/// <param name="Rows">In the file, without its header and blank lines.</param>
/// <param name="RowsImported">Became events in this run.</param>
/// <param name="RowsAlreadyImported">By an earlier run, and unchanged since.</param>
/// <param name="RowsRejected">Have at least one fault.</param>
/// <param name="Faults">In the file's order. A row can have several.</param>
/// <param name="LicencesNew">Whose stream began in this run.</param>
/// <param name="LicencesExtended">Known licences with further events.</param>
/// <param name="LicencesUnchanged">Known licences without.</param>
internal sealed record ImportReport(
    string Register, bool DryRun, Refusal? Refusal, string? Encoding, int Rows, int RowsImported, int RowsAlreadyImported,
    int RowsRejected, IReadOnlyList<RowFault> Faults, int LicencesNew, int LicencesExtended, int LicencesUnchanged,
    int Events)
{
    public static ImportReport Refused(string register, bool dryRun, Refusal refusal) =>
        new(register, dryRun, refusal, null, 0, 0, 0, 0, [], 0, 0, 0, 0);

    /// <summary>How often each code occurs.</summary>
    public IReadOnlyDictionary<string, int> FaultCounts =>
        Faults.CountBy(fault => fault.Code).OrderBy(code => code.Key, StringComparer.Ordinal).ToDictionary();
}

/// <summary>What became of a batch, or of all so far.</summary>
internal sealed class ImportTally
{
    public int LicencesNew { get; set; }

    public int LicencesExtended { get; set; }

    public int LicencesUnchanged { get; set; }

    public int Events { get; set; }

    public int RowsImported { get; set; }

    public int RowsAlreadyImported { get; set; }

    public List<RowFault> Faults { get; } = [];

    public void Add(ImportTally other)
    {
        LicencesNew += other.LicencesNew;
        LicencesExtended += other.LicencesExtended;
        LicencesUnchanged += other.LicencesUnchanged;
        Events += other.Events;
        RowsImported += other.RowsImported;
        RowsAlreadyImported += other.RowsAlreadyImported;
        Faults.AddRange(other.Faults);
    }
}
