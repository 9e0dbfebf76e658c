using Registry.Domain.Identifiers;
using Registry.Testing;

namespace Registry.Api.Tests.Erasures;

/// <summary>People of whom something is held that may be erased, and what they and the authority's officers do.</summary>
internal static class ErasureJourneys
{
    private static int people;

    /// <summary>The claims of a citizen who was not here before.</summary>
    public static Dictionary<string, object> NewCitizen()
    {
        var number = Interlocked.Increment(ref people);
        return new()
        {
            ["sub"] = $"person-{number}", ["role"] = "citizen", ["tenant"] = "340100", ["party_name"] = $"赵{number}",
            ["party_code_type"] = "111", ["party_code"] = Code($"34010419800101{number:D3}"),
        };
    }

    /// <summary>With the one check character that it can have (GB 11643).</summary>
    private static string Code(string body) =>
        "0123456789X".Select(check => $"{body}{check}").Single(code => CitizenId.TryParse(code, null, out _));

    public static async Task<Guid> SubmittedCase(this HttpClient citizen)
    {
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>A case that was withdrawn before anybody decided, and closed: no duty to keep it.</summary>
    public static async Task<Guid> WithdrawnCase(this RegistryHost host, HttpClient citizen)
    {
        var id = await citizen.SubmittedCase();
        using var withdrawn = await citizen.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1);
        withdrawn.EnsureSuccessStatusCode();
        using var caseworker = await host.SignedInAs("caseworker");
        using var closed = await caseworker.WriteAsync($"/api/v1/cases/{id}/closing", version: 2);
        closed.EnsureSuccessStatusCode();
        return id;
    }

    public static async Task<Guid> RequestedErasure(this HttpClient asker, object? body = null)
    {
        using var answer = await asker.WriteAsync("/api/v1/erasures", body ?? new { });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    public static async Task<HttpResponseMessage> Approve(this RegistryHost host, Guid erasure, string officer, long version)
    {
        using var client = await host.SignedInAs(officer);
        return await client.WriteAsync($"/api/v1/erasures/{erasure}/approval", version: version);
    }

    /// <summary>Asked for by the person and approved by two officers.</summary>
    public static async Task<Guid> Erase(this RegistryHost host, HttpClient citizen)
    {
        var id = await citizen.RequestedErasure();
        using var first = await host.Approve(id, "admin", version: 1);
        first.EnsureSuccessStatusCode();
        using var second = await host.Approve(id, "admin2", version: 2);
        second.EnsureSuccessStatusCode();
        return id;
    }
}
