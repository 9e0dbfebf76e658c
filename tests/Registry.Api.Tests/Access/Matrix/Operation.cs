using System.Text.Json;
using System.Text.RegularExpressions;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>One operation of /openapi/v1.json.</summary>
/// <param name="Headers">Those that it names.</param>
internal sealed partial record Operation(string Id, HttpMethod Method, string Path, IReadOnlyCollection<string> Headers)
{
    public string Title => $"{Method} {Path} ({Id})";

    public static async Task<IReadOnlyList<Operation>> AllAsync(HttpClient anybody)
    {
        using var answer = await anybody.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var document = await answer.EnsureSuccessStatusCode().JsonAsync();
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(
                   operation.Value.GetProperty("operationId").GetString()!, HttpMethod.Parse(operation.Name), path.Name,
                   HeadersOf(operation.Value)),
        ];
    }

    /// <summary>
    /// The path with the demonstration's tenant, the first of numbered parts, and an id where there is another parameter; of several, its
    /// parts.
    /// </summary>
    public string PathFor(string id)
    {
        var parts = new Queue<string>(id.Split(MatrixObjects.Between));
        return Parameter().Replace(
            Path.Replace("{tenant}", MatrixCallers.City, StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal),
            _ => parts.Count > 1 ? parts.Dequeue() : parts.Peek());
    }

    private static string[] HeadersOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. from parameter in parameters.EnumerateArray()
              where parameter.GetProperty("in").GetString() == "header"
              select parameter.GetProperty("name").GetString()]
        : [];

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
