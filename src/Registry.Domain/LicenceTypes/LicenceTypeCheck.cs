namespace Registry.Domain.LicenceTypes;

/// <summary>Whether the parts of a definition fit each other; each refusal about a field names it.</summary>
internal static class LicenceTypeCheck
{
    public static readonly Refusal ValidityIncomplete = new("licence-type-validity-incomplete");
    public static readonly Refusal NoIssuer = new("licence-type-no-issuer");
    public static readonly Refusal SharingReason = new("licence-type-sharing-reason");
    public static readonly Refusal TwoPersonsRepeated = new("licence-type-two-persons-repeated");

    private const int MostYears = 100;
    private const int LongestText = 4000;

    public static Refusal FieldRepeated(string name) => new("licence-type-field-repeated", name);

    public static Refusal FieldLength(string name) => new("licence-type-field-length", name);

    public static Refusal FieldChoices(string name) => new("licence-type-field-choices", name);

    public static Refusal FieldMatchable(string name) => new("licence-type-field-matchable", name);

    public static Refusal SiteUnknown(string name) => new("licence-type-site-unknown", name);

    public static Refusal? Refuse(LicenceTypeDefinition definition) =>
        RefuseFace(definition.Face)
        ?? RefuseSite(definition)
        ?? (IsComplete(definition.Validity) ? null : ValidityIncomplete)
        ?? (definition.Issuers is { Agencies.Count: 0, Regions.Count: 0 } ? NoIssuer : null)
        ?? (definition.Sharing.Class is SharingClass.NotShared == definition.Sharing.Reason is not null ? null : SharingReason)
        ?? (IsEachOnce(definition.TwoPersons ?? []) ? null : TwoPersonsRepeated);

    private static Refusal? RefuseFace(IReadOnlyList<FaceField> face)
    {
        var names = new HashSet<string>();
        foreach (var field in face)
        {
            if (!names.Add(field.Name))
                return FieldRepeated(field.Name);
            if (field.MaxLength is { } length && (field.Kind is not FaceFieldKind.Text || length is < 1 or > LongestText))
                return FieldLength(field.Name);
            if (field.Kind is FaceFieldKind.Choice != field.Choices is { Count: > 0 }
                || !IsEachOnce([.. (field.Choices ?? []).Select(choice => choice.Value)]))
                return FieldChoices(field.Name);
            // A handful of guesses gives a choice away.
            if (field is { Kind: FaceFieldKind.Choice, Matchable: true })
                return FieldMatchable(field.Name);
        }
        return null;
    }

    // A licence without a site would be outside the rule.
    private static Refusal? RefuseSite(LicenceTypeDefinition definition) =>
        definition.Unique?.SiteField is { } site && !definition.Face.Any(field => field.Name == site && field.Required)
            ? SiteUnknown(site)
            : null;

    private static bool IsComplete(Validity validity) => validity switch
    {
        { Kind: ValidityKind.Years } => validity is { Years: >= 1 and <= MostYears, Until: null },
        { Kind: ValidityKind.FixedEnd } => validity is { Years: null, Until: not null },
        _ => validity is { Years: null, Until: null },
    };

    private static bool IsEachOnce<T>(IReadOnlyList<T> values) => values.Distinct().Count() == values.Count;
}
