using System.Diagnostics.CodeAnalysis;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Imports;

/// <summary>
/// A mapping bound to a file's header: reads one row after the other, each by itself. Values are trimmed of white space at
/// both ends; the digest is over what stands in the file.
/// </summary>
public sealed class RegisterRowReader
{
    /// <summary>Of one value; a longer one is taken for a quote that was never closed.</summary>
    public const int MaxFieldLength = 4000;

    private const int MaxRowIdLength = 128;

    private readonly RegisterMapping mapping;
    private readonly IReadOnlyList<string> header;
    private readonly Dictionary<string, int> places;
    private readonly RowDigest digest;
    private readonly string[] mapped;
    private readonly string[] formats;

    private RegisterRowReader(RegisterMapping mapping, IReadOnlyList<string> header)
    {
        this.mapping = mapping;
        this.header = header;
        places = header.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
        digest = new RowDigest(header);
        mapped = [.. mapping.Columns];
        formats = [.. mapping.DateFormats];
    }

    /// <summary>The reader for files with this header, or why there is none: <c>import-header-missing</c>,
    /// <c>import-column-repeated</c>, <c>import-columns-missing</c>, <c>import-header-not-storable</c>.</summary>
    public static bool TryBind(
        RegisterMapping mapping, IReadOnlyList<string> header,
        [NotNullWhen(true)] out RegisterRowReader? reader, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = RefuseHeader(mapping, header);
        reader = refusal is null ? new(mapping, header) : null;
        return refusal is null;
    }

    /// <summary>The row, or all that is wrong with it.</summary>
    public bool TryRead(
        int rowNumber, IReadOnlyList<string> fields,
        [NotNullWhen(true)] out RegisterRow? row, out IReadOnlyList<RowFault> faults)
    {
        row = null;
        if (fields.Count != header.Count)
        {
            faults = [new(rowNumber, null, RowFaults.FieldCount, $"{header.Count}, not {fields.Count}")];
            return false;
        }
        var found = new List<RowFault>();
        faults = found;
        CheckText(rowNumber, fields, found);
        if (found.Count == 0)
            row = Read(new RowFields(rowNumber, fields, places, formats, found));
        return row is not null;
    }

    private RegisterRow? Read(RowFields fields)
    {
        foreach (var column in mapping.Required)
            fields.Required(column);
        var id = fields.Required(mapping.RowId);
        if (id.Length > MaxRowIdLength)
            fields.Fault(mapping.RowId, RowFaults.TextTooLong, $"{MaxRowIdLength}");
        var type = fields.Chosen(mapping.LicenceType);
        var number = fields.Required(mapping.LicenceNumber);
        var kind = fields.Chosen(mapping.Kind);
        var status = mapping.Status is { } columns ? fields.Chosen(columns.Status) : LicenceStatus.InForce;
        var statusOn = status is LicenceStatus.InForce ? null : fields.Date(mapping.Status!.Date!, required: true);
        var issuedOn = fields.Date(mapping.IssuedOn, required: true);
        var from = fields.Date(mapping.ValidFrom, required: true);
        var until = mapping.ValidUntil is { } end ? fields.Date(end, required: false) : null;
        if (until < from)
            fields.Fault(mapping.ValidUntil!, LicenceDecider.ValidityReversed.Code);
        var holders = ReadHolders(fields);
        var order = mapping.Order.Select(fields.OrderKey).ToArray();

        LicenceIdentifier? identifier = null;
        if (number.Length > 0 && !fields.HasFaultIn(mapping.LicenceType.Column)
            && !LicenceIdentifier.TryMint(type, mapping.Issuer, number, 1, out identifier, out var fault))
            fields.Fault(mapping.LicenceNumber, fault.Code, Place(fault));
        if (fields.Faulty || identifier is null)
            return null;
        return new(
            fields.RowNumber, id, digest.Of(fields.Raw), LicenceId.Of(identifier), identifier, kind, status, statusOn,
            new Term(issuedOn!.Value, from!.Value, until), holders[0], ReadFace(fields), order)
        {
            Others = [.. holders.Skip(1)],
        };
    }

    // Names, codes and types stand in one order; one type may be for all.
    private List<Party> ReadHolders(RowFields fields)
    {
        var columns = mapping.Holder;
        var names = fields.RequiredEach(columns.Name, columns.Separator);
        var types = fields.ChosenEach(columns.CodeType, columns.Separator);
        var codes = fields.RequiredEach(columns.Code, columns.Separator);
        if (codes.Length != names.Length)
            fields.Fault(columns.Code, RowFaults.HoldersUneven, $"{names.Length}, not {codes.Length}");
        else if (types.Length > 1 && types.Length != names.Length)
            fields.Fault(columns.CodeType.Column!, RowFaults.HoldersUneven, $"{names.Length}, not {types.Length}");
        else if (names.Length > CoHolder.MostHolders)
            fields.Fault(columns.Name, RowFaults.HoldersTooMany, $"{CoHolder.MostHolders}");
        if (fields.HasFaultIn(columns.Code) || fields.HasFaultIn(columns.CodeType.Column))
            return [];
        var holders = names.Select((name, place) => ReadHolder(fields, name, types[types.Length > 1 ? place : 0], codes[place])).ToList();
        if (!fields.HasFaultIn(columns.Code) && holders.DistinctBy(holder => (holder.CodeType, holder.Code)).Count() < holders.Count)
            fields.Fault(columns.Code, RowFaults.HolderRepeated);
        return holders;
    }

    private Party ReadHolder(RowFields fields, string name, HolderCodeType type, string code)
    {
        var holder = new Party(name, type, code);
        IdentifierFault? fault = null;
        if (holder.Code.Length > 0 && holder.CodeType == HolderCodeType.Uscc)
            Uscc.TryRead(holder.Code, out _, out fault);
        else if (holder.Code.Length > 0 && holder.CodeType == HolderCodeType.CitizenId)
            CitizenId.TryRead(holder.Code, out _, out fault);
        if (fault is not null)
            fields.Fault(mapping.Holder.Code, fault.Code, Place(fault));
        return holder;
    }

    // The expected check character would give most of a mistyped personal number away; the place is enough to look there.
    private static string? Place(IdentifierFault fault) =>
        fault.Position is { } position ? $"character {position}" : fault.Expected;

    private Dictionary<string, string> ReadFace(RowFields fields)
    {
        var face = new Dictionary<string, string>(mapping.Face.Count);
        foreach (var (name, column) in mapping.Face)
            if (fields.Text(column) is { Length: > 0 } value)
                face.Add(name, value);
        return face;
    }

    // What is mapped will be stored and shown, so it has no control characters. All else only goes into the digest.
    private void CheckText(int rowNumber, IReadOnlyList<string> fields, List<RowFault> faults)
    {
        for (var i = 0; i < fields.Count; i++)
            if (fields[i].Contains('\0', StringComparison.Ordinal) || StorableText.HasLoneSurrogate(fields[i]))
                faults.Add(new(rowNumber, header[i], RowFaults.TextNotStorable));
        foreach (var column in mapped)
        {
            var text = fields[places[column]];
            if (text.Length > MaxFieldLength)
                faults.Add(new(rowNumber, column, RowFaults.TextTooLong, $"{MaxFieldLength}"));
            else if (StorableText.HasControl(text) && faults.TrueForAll(fault => fault.Column != column))
                faults.Add(new(rowNumber, column, RowFaults.TextNotStorable));
        }
    }

    private static Refusal? RefuseHeader(RegisterMapping mapping, IReadOnlyList<string> header)
    {
        if (header.All(string.IsNullOrWhiteSpace))
            return new Refusal("import-header-missing");
        if (header.Any(name => StorableText.HasControl(name) || StorableText.HasLoneSurrogate(name)))
            return new Refusal("import-header-not-storable");
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } repeated)
            return new Refusal("import-column-repeated", repeated.Key);
        var missing = mapping.Columns.Except(header, StringComparer.Ordinal).ToArray();
        return missing.Length > 0 ? new Refusal("import-columns-missing", string.Join(", ", missing)) : null;
    }
}
