using System.Net;

namespace Registry.Testing;

/// <summary>Licence types as two administrators put them in force.</summary>
public static class TypeJourneys
{
    /// <summary>A type of the tests' own, defined by the agency of the demonstration's issuing officer.</summary>
    public const string Workshop = "11340100MB1AC012X9009";

    /// <summary>A definition that fits the journeys' applications: <c>tradeName</c> and <c>address</c>.</summary>
    public static Dictionary<string, object?> Definition() => new()
    {
        ["name"] = new { zh = "食品小作坊登记证", en = "Food workshop certificate" },
        ["face"] = new[] { Field("tradeName", required: true), Field("address") },
        ["validity"] = new { kind = "noEnd" },
        ["issuers"] = new { agencies = new[] { "11340100MB1AC012X9" }, regions = Array.Empty<string>() },
        ["template"] = "workshop",
        ["sharing"] = new { @class = "unconditional" },
    };

    public static Dictionary<string, object?> Field(string name, bool required = false) => new()
    {
        ["name"] = name, ["label"] = new { zh = "字段", en = "Field" }, ["kind"] = "text", ["required"] = required,
    };

    /// <summary>A type in force, in its first version; left as it is where it is in force already.</summary>
    public static async Task PublishedType(this RegistryHost host, string code, object? definition = null)
    {
        using var anybody = host.Anonymous();
        using var known = await anybody.GetAsync(new Uri($"/api/v1/licence-types/{code}", UriKind.Relative));
        if (known.StatusCode is HttpStatusCode.OK)
            return;
        await host.PublishAsync(code, version: 0, definition);
    }

    /// <summary>Proposes by one and publishes by another administrator.</summary>
    /// <param name="version">Of the stream before; 0 for a new type.</param>
    public static async Task PublishAsync(this RegistryHost host, string code, long version, object? definition = null)
    {
        using var one = await host.SignedInAs("admin");
        using var other = await host.SignedInAs("admin2");
        using var drafted = await one.WriteAsync($"/api/v1/licence-types/{code}/draft", definition ?? Definition(), version);
        drafted.EnsureSuccessStatusCode();
        using var published = await other.WriteAsync($"/api/v1/licence-types/{code}/publication", version: version + 1);
        published.EnsureSuccessStatusCode();
    }
}
