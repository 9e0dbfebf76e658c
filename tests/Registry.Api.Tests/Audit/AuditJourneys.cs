using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>Rules, looks, and what comes of them, over HTTP.</summary>
internal static class AuditJourneys
{
    public const string Commerce = "11340100MB1AC012X9";

    public static async Task<Guid> DefinedRule(this RegistryHost host, object terms)
    {
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.WriteAsync("/api/v1/audit/rules", terms);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>Reads a case; the access event.</summary>
    public static async Task<Guid> Look(this RegistryHost host, string person, Guid @case)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    /// <summary>Searches for the citizen by code: a look without a case; the access event.</summary>
    public static async Task<Guid> LookWithoutCase(this RegistryHost host, string person = "caseworker", string code = "340104199001010017")
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    /// <summary>Until the judge has been past the event.</summary>
    public static Task JudgedAsync(this RegistryHost host, Guid accessEvent) => Eventually.HoldsAsync("the look is judged", async () =>
        (bool)(await host.RowAsync(
            "select exists (select from log_entry e join audit_position p on p.log = e.log where e.event_id = $1 and p.judged > e.idx)",
            accessEvent))[0]!);

    /// <summary>The open findings of one rule, as the person sees them.</summary>
    public static async Task<JsonElement[]> FindingsOf(this RegistryHost host, Guid rule, string person = "auditor")
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(new Uri("/api/v1/audit/findings", UriKind.Relative));
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .Where(finding => finding.GetProperty("rule").GetGuid() == rule)];
    }

    public static async Task<JsonElement> Finding(this RegistryHost host, Guid id, string person = "auditor")
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(new Uri($"/api/v1/audit/findings/{id}", UriKind.Relative));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    /// <summary>The one finding that a fresh rule has raised about a look without a case.</summary>
    public static async Task<(Guid Rule, Guid Finding, Guid Look)> RaisedFinding(this RegistryHost host)
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        var look = await host.LookWithoutCase();
        await host.JudgedAsync(look);
        return (rule, (await host.FindingsOf(rule)).Single().GetProperty("id").GetGuid(), look);
    }

    public static Task<HttpResponseMessage> CloseAsync(
        this HttpClient client, Guid finding, string conclusion = "justified", string reason = "经核实，系张三办理业务所需", long version = 1) =>
        client.WriteAsync($"/api/v1/audit/findings/{finding}/closing", new { conclusion, reason }, version);

    public static IReadOnlyList<Guid> Accesses(this JsonElement finding) =>
        [.. finding.GetProperty("accesses").EnumerateArray().Select(access => access.GetGuid())];
}
