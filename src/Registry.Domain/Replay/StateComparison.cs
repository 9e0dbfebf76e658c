using System.Text.Json;

namespace Registry.Domain.Replay;

/// <summary>Finds where two states differ.</summary>
public static class StateComparison
{
    /// <summary>The first member that differs, in the order of names, as <c>$.state.term.until</c>; null when none does.</summary>
    public static string? FirstDifference(JsonElement one, JsonElement other) => Compare(one, other, "$");

    private static string? Compare(JsonElement one, JsonElement other, string path)
    {
        if (one.ValueKind != other.ValueKind)
            return path;
        return one.ValueKind switch
        {
            JsonValueKind.Object => Members(one, other).Select(name =>
                    one.TryGetProperty(name, out var a) && other.TryGetProperty(name, out var b)
                        ? Compare(a, b, $"{path}.{name}")
                        : $"{path}.{name}")
                .FirstOrDefault(difference => difference is not null),
            JsonValueKind.Array => Enumerable.Range(0, Math.Max(one.GetArrayLength(), other.GetArrayLength())).Select(i =>
                    i < one.GetArrayLength() && i < other.GetArrayLength()
                        ? Compare(one[i], other[i], $"{path}[{i}]")
                        : $"{path}[{i}]")
                .FirstOrDefault(difference => difference is not null),
            _ => JsonElement.DeepEquals(one, other) ? null : path,
        };
    }

    private static IEnumerable<string> Members(JsonElement one, JsonElement other) =>
        one.EnumerateObject().Concat(other.EnumerateObject()).Select(member => member.Name).Distinct().Order(StringComparer.Ordinal);
}
