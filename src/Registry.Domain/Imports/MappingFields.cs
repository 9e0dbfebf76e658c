using System.Text.Json;

namespace Registry.Domain.Imports;

/// <summary>
/// One JSON object of a mapping file. Every read that fails leaves a fault and lets the reading go on, so that one run
/// names all mistakes.
/// </summary>
internal sealed class MappingFields(JsonElement json, string path, List<MappingFault> faults)
{
    private readonly HashSet<string> read = [];

    public string Text(string name, string? absent = null)
    {
        if (Find(name) is not { } value)
            return absent ?? Missing(name);
        return TextOf(value, At(name));
    }

    public string? OptionalText(string name) => Find(name) is { } value ? TextOf(value, At(name)) : null;

    public T Parsed<T>(string name, Reader<T> parse, string? absent = null)
    {
        var before = faults.Count;
        var text = Text(name, absent);
        return faults.Count > before ? default! : ParsedText(text, At(name), parse);
    }

    public IReadOnlyList<string> Texts(string name, bool required)
    {
        if (Find(name) is not { } value)
            return required ? [Missing(name)] : [];
        if (value.ValueKind is not JsonValueKind.Array || (required && value.GetArrayLength() == 0))
            return [Fault(At(name), "mapping-field-type", "array of texts")];
        return [.. value.EnumerateArray().Select((item, i) => TextOf(item, $"{At(name)}[{i}]"))];
    }

    public IReadOnlyDictionary<string, T> Map<T>(string name, Reader<T> parse, bool required)
    {
        if (Object(name, required) is not { } fields)
            return new Dictionary<string, T>();
        return fields.All(parse);
    }

    public IReadOnlyList<MappingFields> Objects(string name)
    {
        if (Find(name) is not { } value)
            Missing(name);
        else if (value.ValueKind is JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Object))
            return [.. value.EnumerateArray().Select((item, i) => new MappingFields(item, $"{At(name)}[{i}]", faults))];
        else
            Fault(At(name), "mapping-field-type", "array of objects");
        return [];
    }

    public MappingFields? Object(string name, bool required)
    {
        if (Find(name) is not { } value)
        {
            if (required)
                Missing(name);
            return null;
        }
        if (value.ValueKind is JsonValueKind.Object)
            return new MappingFields(value, At(name), faults);
        Fault(At(name), "mapping-field-type", "object");
        return null;
    }

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public string Fault(string field, string code, string? detail = null)
    {
        faults.Add(new MappingFault(field, code, detail));
        return "";
    }

    public string At(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Names what nobody has read.</summary>
    public void RefuseOthers()
    {
        foreach (var property in json.EnumerateObject().Where(property => !read.Contains(property.Name)))
            Fault(At(property.Name), "mapping-field-unknown");
    }

    private Dictionary<string, T> All<T>(Reader<T> parse) =>
        json.EnumerateObject().ToDictionary(
            property => property.Name,
            property =>
            {
                var before = faults.Count;
                var text = TextOf(property.Value, At(property.Name));
                return faults.Count > before ? default! : ParsedText(text, At(property.Name), parse);
            },
            StringComparer.Ordinal);

    private JsonElement? Find(string name)
    {
        read.Add(name);
        return json.TryGetProperty(name, out var value) ? value : null;
    }

    private string Missing(string name) => Fault(At(name), "mapping-field-missing");

    private string TextOf(JsonElement value, string field) =>
        value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : Fault(field, "mapping-field-type", "text");

    private T ParsedText<T>(string text, string field, Reader<T> parse)
    {
        if (parse(text, out var value, out var wrong))
            return value;
        Fault(field, "mapping-value", wrong);
        return default!;
    }

    internal delegate bool Reader<T>(string text, out T value, out string? wrong);
}
