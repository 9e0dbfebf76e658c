using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

/// <summary>What an issuing officer does to a licence, and what anybody hears of it afterwards.</summary>
internal static class LicenceSteps
{
    public static readonly object Because = new { reason = "依法处理" };

    public static object Until(int years, int fromDay = 0) => new
    {
        validFrom = Today.AddDays(fromDay),
        validUntil = Today.AddYears(years),
    };

    /// <summary>A licence that ends in a year: an item of the tests' own leads to it.</summary>
    public static async Task<(Guid Id, string Identifier)> LicenceForAYear(this RegistryHost host)
    {
        const string item = "11340100MB1AC012X93340131009001";
        await host.PublishedType(TypeJourneys.Workshop);
        using var admin = await host.SignedInAs("admin");
        using var published = await admin.WriteAsync("/api/v1/items", new
        {
            code = item,
            name = new { zh = "食品小作坊登记", en = "Registration of a food workshop" },
            agency = "11340100MB1AC012X9",
            region = "340100",
            materials = new[]
            {
                new { code = "application", name = new { zh = "申请书", en = "Application form" }, required = true },
                new { code = "premises", name = new { zh = "场所证明", en = "Proof of premises" }, required = true },
            },
            legalDays = 10,
            promisedDays = 5,
            result = new { type = "11340100MB1AC012X9009", name = new { zh = "登记证", en = "Certificate" }, validYears = 1 },
        });
        published.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.Conflict);
        return await host.MintedLicence(item: item);
    }

    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8));

    public static async Task<HttpResponseMessage> TryAsync(
        this RegistryHost host, Guid licence, string step, long version, object? body = null)
    {
        using var issuer = await host.SignedInAs("issuer");
        return await issuer.WriteAsync($"/api/v1/licences/{licence}/{step}", body ?? Because, version);
    }

    public static async Task StepAsync(this RegistryHost host, Guid licence, string step, long version, object? body = null)
    {
        using var answer = await host.TryAsync(licence, step, version, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, step);
    }

    public static async Task<JsonElement> VerdictOn(this RegistryHost host, string identifier)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync($"/api/v1/verify/{identifier}", TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    public static async Task<string> WordOn(this RegistryHost host, string identifier) =>
        (await host.VerdictOn(identifier)).GetProperty("verdict").GetString()!;

    /// <summary>The newest version's identifier, as its issuer reads it.</summary>
    public static async Task<string> IdentifierOf(this RegistryHost host, Guid licence)
    {
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.GetAsync($"/api/v1/licences/{licence}", TestContext.Current.CancellationToken);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("licence").GetProperty("identifier").GetString()!;
    }
}
