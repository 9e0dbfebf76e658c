using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.LicenceBatches;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Testing;

namespace Registry.Api.Tests.LicenceBatches;

internal static class BatchJourneys
{
    public const string Batches = "/api/v1/licence-batches";
    public const string Commerce = "11340100MB1AC012X9";
    public const string BusinessLicence = "11340100MB1AC012X9001";

    public static Dictionary<string, object> Request(string name, string type = BusinessLicence, string scope = "every") => new()
    {
        ["name"] = name, ["type"] = type, ["scope"] = scope,
        ["reason"] = new { zh = "启用新样式", en = "A new template" },
    };

    public static Dictionary<string, object> MintingRequest(string name, string type, params IEnumerable<Guid> cases) => new()
    {
        ["name"] = name, ["type"] = type, ["cases"] = cases, ["reason"] = new { zh = "集中制证", en = "All at once" },
    };

    public static LicenceBatchId IdOf(string name) => LicenceBatchId.Of(Uscc.Parse(Commerce), name);

    public static async Task ProposedReissue(this RegistryHost host, string name, string type, string scope = "every")
    {
        using var issuer = await host.SignedInAs("issuer");
        using var proposed = await issuer.WriteAsync($"{Batches}/reissues", Request(name, type, scope));
        proposed.EnsureSuccessStatusCode();
    }

    public static async Task ApprovedReissue(this RegistryHost host, string name, string type, string scope = "every")
    {
        await host.ProposedReissue(name, type, scope);
        await host.ApproveAsync(name);
    }

    public static async Task ApprovedMinting(this RegistryHost host, string name, string type, params IEnumerable<Guid> cases)
    {
        using var issuer = await host.SignedInAs("issuer");
        using var proposed = await issuer.WriteAsync($"{Batches}/mintings", MintingRequest(name, type, cases));
        proposed.EnsureSuccessStatusCode();
        await host.ApproveAsync(name);
    }

    private static async Task ApproveAsync(this RegistryHost host, string name)
    {
        using var colleague = await host.Colleague();
        using var approved = await colleague.WriteAsync($"{Batches}/{IdOf(name)}/approval", version: 1);
        approved.EnsureSuccessStatusCode();
    }

    /// <summary>Another issuing officer of the agency, of this call's own: nobody is charged with a duty twice.</summary>
    public static async Task<HttpClient> Colleague(this RegistryHost host)
    {
        var colleague = $"officer-commerce-{Guid.NewGuid():N}";
        await host.ChargeAsync(colleague, Commerce, "340100", "licenceIssuing");
        return host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "issuer")) { ["sub"] = colleague });
    }

    /// <summary>As the operator's command does.</summary>
    public static Task<BatchReport> RunAsync(this RegistryHost host, string name, BatchKind kind = BatchKind.Reissue) =>
        host.Services.GetRequiredService<RegistryRuntime>().Batches.RunAsync(
            "340100", IdOf(name), kind, progress: null, TestContext.Current.CancellationToken);

    public static IEnumerable<(Guid Id, string Code)> CodesOf(BatchReport report) => report.Refused.Select(one => (one.Id, one.Refusal.Code));
}
