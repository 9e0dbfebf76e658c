using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.LicenceTypes;

/// <summary>A licence type of a test's own, and a service item that leads to it.</summary>
internal sealed class TypedItem(RegistryHost host, int number, string definedBy = "11340100MB1AC012X9")
{
    private const string Commerce = "11340100MB1AC012X9";

    public string Type => $"{definedBy}{number:D3}";

    public string Item => $"{Commerce}3340131{number:D3}001";

    public int? ValidYears { get; init; }

    public async Task PublishAsync(object? definition = null)
    {
        await host.PublishedType(Type, definition);
        await OfferAsync();
    }

    public async Task OfferAsync()
    {
        using var admin = await host.SignedInAs("admin");
        using var published = await admin.WriteAsync("/api/v1/items", new
        {
            code = Item, name = new { zh = "登记", en = "Registration" }, agency = Commerce, region = "340100",
            materials = new[] { Material("application"), Material("premises") }, legalDays = 10, promisedDays = 5,
            result = new { type = Type, name = new { zh = "登记证", en = "Certificate" }, validYears = ValidYears },
        });
        published.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    public async Task<HttpResponseMessage> MintAsync(Guid @case, long version = 3)
    {
        using var issuer = await host.SignedInAs("issuer");
        return await MintAsync(issuer, @case, version);
    }

    public static Task<HttpResponseMessage> MintAsync(HttpClient officer, Guid @case, long version = 3) =>
        officer.WriteAsync("/api/v1/licences", new { @case }, version);

    public async Task<Guid> LicenceAsync(string citizen = "citizen")
    {
        using var answer = await MintAsync(await host.ApprovedCase(citizen, Item));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    public async Task<JsonElement> ReadAsync(Guid licence)
    {
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.GetAsync(new Uri($"/api/v1/licences/{licence}", UriKind.Relative));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    public async Task<int> VersionOf(Guid licence) =>
        (await ReadAsync(licence)).GetProperty("licence").GetProperty("typeVersion").GetInt32();

    private static object Material(string code) => new { code, name = new { zh = "材料", en = "Material" }, required = true };
}
