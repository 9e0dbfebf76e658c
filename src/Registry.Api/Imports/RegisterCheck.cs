using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Registry.Domain;
using Registry.Domain.Imports;

namespace Registry.Api.Imports;

/// <summary>
/// The whole file checked row by row before anything is written. Keeps nothing of a good row but 16 bytes of its id's hash.
/// </summary>
internal sealed class RegisterCheck
{
    private const int RowsBetweenReports = 5_000;

    private readonly RegisterFile file;
    private readonly RegisterMapping mapping;
    private readonly Dictionary<int, IReadOnlyList<RowFault>> faults = [];
    private readonly HashSet<UInt128> ids = [];
    private RegisterRowReader? reader;

    private RegisterCheck(RegisterFile file, RegisterMapping mapping) => (this.file, this.mapping) = (file, mapping);

    /// <summary>Why the file as a whole cannot be imported.</summary>
    public Refusal? Refusal { get; private set; }

    public int Rows { get; private set; }

    public int GoodRows => Rows - faults.Count;

    /// <summary>By row number.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<RowFault>> Faults => faults;

    public static RegisterCheck Run(
        RegisterFile file, RegisterMapping mapping, ImportOptions options, IProgress<ImportProgress>? progress,
        CancellationToken token)
    {
        var check = new RegisterCheck(file, mapping);
        var last = 0;
        try
        {
            foreach (var raw in file.Read())
            {
                last = raw.Number;
                check.Refusal = check.reader is null ? check.Bind(raw) : check.Check(raw, options);
                if (check.Refusal is not null)
                    return check;
                if (check.Rows % RowsBetweenReports == 0)
                {
                    token.ThrowIfCancellationRequested();
                    progress?.Report(new(ImportPhase.Checking, file.BytesRead, file.Length));
                }
            }
            check.Refusal = check.reader is null ? new Refusal("import-header-missing") : null;
        }
        catch (DecoderFallbackException)
        {
            check.Refusal = new Refusal("import-encoding", file.EncodingName, After(last));
        }
        catch (CsvFormatException)
        {
            check.Refusal = new Refusal("import-quote-unclosed", After(last));
        }
        progress?.Report(new(ImportPhase.Checking, file.Length, file.Length));
        return check;
    }

    /// <summary>The good rows again, those that are wanted.</summary>
    public IEnumerable<RegisterRow> ReadGood(Func<RegisterRow, bool> wanted)
    {
        foreach (var raw in file.Read().Skip(1))
            if (!faults.ContainsKey(raw.Number) && reader!.TryRead(raw.Number, raw.Fields, out var row, out _) && wanted(row))
                yield return row;
    }

    private Refusal? Bind(RawRow header)
    {
        RegisterRowReader.TryBind(mapping, header.Fields, out reader, out var refusal);
        return refusal;
    }

    private Refusal? Check(RawRow raw, ImportOptions options)
    {
        Rows++;
        if (Judge(raw) is not { Count: > 0 } found)
            return null;
        faults.Add(raw.Number, found);
        return faults.Count > options.MaxFaultyRows
            ? new Refusal("import-too-many-faults", options.MaxFaultyRows.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private IReadOnlyList<RowFault> Judge(RawRow raw)
    {
        if (raw.QuotesMalformed)
            return [new RowFault(raw.Number, null, RowFaults.Quotes)];
        if (!reader!.TryRead(raw.Number, raw.Fields, out var row, out var found))
            return found;
        return ids.Add(Key(row.Id)) ? [] : [row.Fault(RowFaults.IdRepeated, mapping.RowId)];
    }

    private static UInt128 Key(string id) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private static string After(int row) => row.ToString(CultureInfo.InvariantCulture);
}
