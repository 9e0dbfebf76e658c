namespace Registry.Verifier;

/// <summary>Scripts rely on these. 0 to 4 are the values of <see cref="Domain.Export.ExportOutcome"/>.</summary>
internal static class ExitCode
{
    /// <summary>EX_USAGE of sysexits.h: nothing was verified.</summary>
    public const int Usage = 64;
}
