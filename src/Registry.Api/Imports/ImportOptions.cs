namespace Registry.Api.Imports;

/// <summary>How an import runs; the numbers were measured (docs/register-import.md).</summary>
internal sealed record ImportOptions
{
    /// <summary>Check and report, write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Licences a transaction.</summary>
    public int LicencesPerBatch { get; init; } = 200;

    /// <summary>Transactions at a time.</summary>
    public int Committers { get; init; } = 2;

    /// <summary>Rows kept in memory; the file is read once more for each further lot.</summary>
    public int RowsInMemory { get; init; } = 100_000;

    /// <summary>More faulty rows than this are a mistake in the mapping, so nothing is imported.</summary>
    public int MaxFaultyRows { get; init; } = 100_000;
}

internal enum ImportPhase
{
    /// <summary>Counted in bytes.</summary>
    Checking,

    /// <summary>Counted in rows.</summary>
    Importing,
}

internal sealed record ImportProgress(ImportPhase Phase, long Done, long Total);
