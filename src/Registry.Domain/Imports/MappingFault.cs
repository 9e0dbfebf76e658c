namespace Registry.Domain.Imports;

/// <summary>A mistake in a mapping file.</summary>
/// <param name="Field">Path of the field, such as <c>holder.codeType.map.ID</c>; <c>$</c> for the whole.</param>
/// <param name="Code">Stable and kebab-case.</param>
/// <param name="Detail">What would be right, or what is wrong with the value.</param>
public sealed record MappingFault(string Field, string Code, string? Detail = null)
{
    public override string ToString() => Detail is null ? $"{Field}: {Code}" : $"{Field}: {Code} ({Detail})";
}
