using System.Globalization;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;

namespace Registry.Domain.Imports;

/// <summary>What must hold between the fields of a mapping, once each of them is well formed.</summary>
internal static class MappingRules
{
    // A format must be able to write this day and read it back: one without a year or with hours cannot.
    private static readonly DateOnly Probe = new(2019, 11, 28);

    public static void Check(RegisterMapping mapping, MappingFields file)
    {
        for (var i = 0; i < mapping.DateFormats.Count; i++)
            if (!IsDateFormat(mapping.DateFormats[i]))
                file.Fault($"dates[{i}]", "mapping-date-format");

        if (mapping.Status is { Date: null, Status: var status } && CanEnd(status))
            file.Fault("status.date", "mapping-field-missing");

        // Row ids and licence numbers are kept in clear: they name streams and are printed on the licence. The code of an
        // organisation is public and is often the licence number itself; a person's is neither.
        if (mapping.Holder.CodeType is Choice<HolderCodeType>.Fixed { Value: var type } && !type.IsNaturalPerson)
            return;
        if (Personal(mapping, mapping.RowId))
            file.Fault("rowId", "mapping-personal-column");
        if (Personal(mapping, mapping.LicenceNumber))
            file.Fault("licenceNumber", "mapping-personal-column");
    }

    private static bool Personal(RegisterMapping mapping, string column) =>
        column == mapping.Holder.Code || column == mapping.Holder.Name;

    private static bool CanEnd(Choice<LicenceStatus> status) => status switch
    {
        Choice<LicenceStatus>.Fixed { Value: var value } => value is not LicenceStatus.InForce,
        Choice<LicenceStatus>.Mapped { Values: var values } => values.Values.Any(value => value is not LicenceStatus.InForce),
        _ => false,
    };

    private static bool IsDateFormat(string format)
    {
        try
        {
            var text = Probe.ToString(format, CultureInfo.InvariantCulture);
            return DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                && read == Probe;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
