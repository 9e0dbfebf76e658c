using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;

namespace Registry.Domain.Imports;

/// <summary>Reads mapping files. Unknown fields are refused: a misspelt one would otherwise be a column left out.</summary>
public static class MappingFile
{
    private const int MaxRegisterLength = 64;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The mapping, or every mistake in it by field.</summary>
    /// <remarks>Codes: <c>mapping-not-json</c>, <c>mapping-field-missing</c>, <c>mapping-field-unknown</c>,
    /// <c>mapping-field-type</c>, <c>mapping-value</c>, <c>mapping-date-format</c>, <c>mapping-personal-column</c>.</remarks>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out RegisterMapping? mapping, out IReadOnlyList<MappingFault> faults)
    {
        mapping = null;
        var found = new List<MappingFault>();
        faults = found;
        try
        {
            using var json = JsonDocument.Parse(WithoutBom(utf8Json), Options);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
            {
                found.Add(new("$", "mapping-not-json", "object"));
                return false;
            }
            var read = Read(new MappingFields(json.RootElement, "", found), found);
            mapping = found.Count == 0 ? read : null;
        }
        catch (JsonException e)
        {
            found.Add(new("$", "mapping-not-json", $"line {e.LineNumber + 1}"));
        }
        return mapping is not null;
    }

    private static RegisterMapping Read(MappingFields file, List<MappingFault> faults)
    {
        var mapping = new RegisterMapping
        {
            Register = file.Parsed<string>("register", ReadSlug),
            Encoding = file.Parsed<RegisterEncoding>("encoding", ReadEncoding, "auto"),
            Separator = file.Parsed<char>("separator", ReadSeparator, ","),
            Issuer = file.Parsed<Uscc>("issuer", Identifier),
            LicenceType = ReadChoice<LicenceTypeCode>(file, "licenceType", Identifier),
            LicenceNumber = file.Text("licenceNumber"),
            RowId = file.Text("rowId"),
            Order = ReadOrder(file),
            Kind = ReadChoice<RowKind>(file, "kind", ReadKind),
            Status = ReadStatus(file),
            DateFormats = file.Texts("dates", required: true),
            IssuedOn = file.Text("issuedOn"),
            ValidFrom = file.Text("validFrom"),
            ValidUntil = file.OptionalText("validUntil"),
            Holder = ReadHolder(file),
            Face = file.Map<string>("face", ReadColumn, required: false),
            Required = file.Texts("required", required: false),
        };
        // For the reader of the file, never read by the program.
        file.OptionalText("description");
        file.RefuseOthers();
        if (faults.Count == 0)
            MappingRules.Check(mapping, file);
        return mapping;
    }

    private static Choice<T> ReadChoice<T>(
        MappingFields parent, string name, MappingFields.Reader<T> parse, Action<MappingFields>? others = null)
    {
        if (parent.Object(name, required: true) is not { } fields)
            return new Choice<T>.Fixed(default!);
        Choice<T> choice = fields.Has("fixed")
            ? new Choice<T>.Fixed(fields.Parsed("fixed", parse))
            : new Choice<T>.Mapped(fields.Text("column"), fields.Map("map", parse, required: true));
        others?.Invoke(fields);
        fields.RefuseOthers();
        return choice;
    }

    private static StatusColumns? ReadStatus(MappingFields file)
    {
        if (!file.Has("status"))
            return null;
        string? date = null;
        var status = ReadChoice<LicenceStatus>(file, "status", ReadLicenceStatus, fields => date = fields.OptionalText("date"));
        return new StatusColumns(status, date);
    }

    private static HolderColumns ReadHolder(MappingFields file)
    {
        if (file.Object("holder", required: true) is not { } fields)
            return new("", "", new Choice<HolderCodeType>.Fixed(HolderCodeType.OtherOrganisation));
        var holder = new HolderColumns(
            fields.Text("name"), fields.Text("code"), ReadChoice<HolderCodeType>(fields, "codeType", Identifier),
            fields.Has("separator") ? fields.Parsed<string>("separator", ReadBetween) : null);
        fields.RefuseOthers();
        return holder;
    }

    private static List<OrderColumn> ReadOrder(MappingFields file)
    {
        var order = new List<OrderColumn>();
        foreach (var fields in file.Objects("order"))
        {
            order.Add(new OrderColumn(fields.Text("column"), fields.Parsed<OrderAs>("as", ReadOrderAs, "text")));
            fields.RefuseOthers();
        }
        return order;
    }

    private static bool Identifier<T>(string text, out T value, out string? wrong) where T : IIdentifier<T>
    {
        var good = T.TryRead(text, out var read, out var fault);
        (value, wrong) = (read!, fault?.ToString());
        return good;
    }

    private static bool ReadSlug(string text, out string value, out string? wrong)
    {
        (value, wrong) = (text, $"1 to {MaxRegisterLength} of a-z, 0-9 and inner hyphens");
        return text.Length <= MaxRegisterLength && text[0] != '-' && text[^1] != '-'
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    private static bool ReadSeparator(string text, out char value, out string? wrong)
    {
        (value, wrong) = (text[0], "one of , ; | and tab");
        return text.Length == 1 && text[0] is ',' or ';' or '|' or '\t';
    }

    private static bool ReadBetween(string text, out string value, out string? wrong)
    {
        (value, wrong) = (text, "1 to 3 characters, none of them a letter or a digit");
        return text.Length <= 3 && !text.Any(char.IsLetterOrDigit);
    }

    private static bool ReadColumn(string text, out string value, out string? wrong)
    {
        (value, wrong) = (text, null);
        return true;
    }

    private static bool ReadEncoding(string text, out RegisterEncoding value, out string? wrong) => OneOf(
        text, out value, out wrong, ("auto", RegisterEncoding.Auto), ("utf-8", RegisterEncoding.Utf8),
        ("gb18030", RegisterEncoding.Gb18030));

    private static bool ReadOrderAs(string text, out OrderAs value, out string? wrong) => OneOf(
        text, out value, out wrong, ("text", OrderAs.Text), ("number", OrderAs.Number), ("date", OrderAs.Date));

    private static bool ReadKind(string text, out RowKind value, out string? wrong) => OneOf(
        text, out value, out wrong, ("issue", RowKind.Issue), ("renewal", RowKind.Renewal), ("change", RowKind.Change));

    private static bool ReadLicenceStatus(string text, out LicenceStatus value, out string? wrong) => OneOf(
        text, out value, out wrong, ("inForce", LicenceStatus.InForce), ("suspended", LicenceStatus.Suspended),
        ("cancelled", LicenceStatus.Cancelled), ("revoked", LicenceStatus.Revoked));

    private static bool OneOf<T>(string text, out T value, out string? wrong, params (string Name, T Value)[] known)
    {
        var match = Array.FindIndex(known, item => item.Name == text);
        value = match < 0 ? default! : known[match].Value;
        wrong = match < 0 ? $"one of {string.Join(", ", known.Select(item => item.Name))}" : null;
        return match >= 0;
    }

    private static ReadOnlyMemory<byte> WithoutBom(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
}
