namespace Registry.Domain.Access;

/// <summary>Leave to see the named fields on a ground, or a refusal.</summary>
/// <param name="Fields">As <see cref="FieldTable"/> names them: <c>phone</c> in clear, <c>phone:masked</c>.</param>
/// <param name="Need">Set when this is leave to see one field whole that the purpose shows masked: why the step needs it.</param>
public sealed record AccessRuling(Ground Ground, IReadOnlyList<string> Fields, Refusal? Refusal, string? Need = null)
{
    /// <summary>Whether a field may be seen in clear.</summary>
    public bool Allows(string field) => ViewOf(field) is FieldView.Clear;

    /// <summary>How a field may be seen; null when it may not.</summary>
    public FieldView? ViewOf(string field) =>
        Refusal is not null ? null
        : Fields.Contains(field) ? FieldView.Clear
        : Fields.Contains(FieldTable.Named(field, FieldView.Masked)) ? FieldView.Masked
        : null;

    /// <summary>A value as this ruling lets it be seen; null when it does not.</summary>
    public string? Show(string field, string? value) => (ViewOf(field), value) switch
    {
        (_, null) or (null, _) => null,
        (FieldView.Masked, _) => FieldTable.Mask(field, value),
        _ => value,
    };

    /// <summary>The fields of a form that this ruling lets be seen: all of them, those that it names, or none.</summary>
    public IReadOnlyDictionary<string, string>? ShowForm(IReadOnlyDictionary<string, string>? fields) =>
        Refusal is not null || fields is null ? null
        : Allows(FieldTable.Form) ? fields
        : fields.Where(field => Allows(FieldTable.FormField(field.Key))).ToDictionary() is { Count: > 0 } shown ? shown
        : null;

    /// <summary>The fields that are shown masked.</summary>
    public IReadOnlyList<string> MaskedFields =>
        [.. new[] { FieldTable.HolderCode, FieldTable.Phone }.Where(one => ViewOf(one) is FieldView.Masked)];
}
