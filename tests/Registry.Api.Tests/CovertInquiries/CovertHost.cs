using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Tests.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>A server whose day can be moved on, with what an investigating officer, the supervisor and the person do.</summary>
public sealed class CovertHost : BundleHost
{
    /// <summary>The code of Wang Fang, whom the inquiries are about.</summary>
    public const string Wang = "340104199001010017";

    public const string Police = "11340100MB1AC00233";

    public MovableClock Clock { get; } = new();

    /// <summary>So many days from now, where the city is.</summary>
    public static DateOnly In(int days) => TimeProvider.System.Today().AddDays(days);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An inquiry about Wang Fang by "investigator" that nobody has authorised, at version 1.</summary>
    public async Task<Guid> Asked(int days = 30)
    {
        using var client = await SignedInAs("investigator");
        using var answer = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(days)));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>Authorised, at version 2.</summary>
    public async Task<Guid> Authorised(int days = 30)
    {
        var id = await Asked(days);
        (await Change("policesupervisor", id, "authorisation", 1)).EnsureSuccessStatusCode();
        return id;
    }

    public static object Request(DateOnly releaseOn, string code = Wang) =>
        new { codeType = "111", code, warrant = "合公调证字17号", reason = "涉嫌合同诈骗", releaseOn };

    public async Task<HttpResponseMessage> Change(string person, Guid inquiry, string what, long version, object? body = null)
    {
        using var client = await SignedInAs(person);
        return await client.WriteAsync($"/api/v1/covert-inquiries/{inquiry}/{what}", body, version);
    }

    /// <summary>An officer reads under an inquiry.</summary>
    public async Task<HttpResponseMessage> Read(Guid inquiry, string path, string person = "investigator")
    {
        using var client = await SignedInAs(person);
        client.DefaultRequestHeaders.Add("Covert", inquiry.ToString());
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }

    /// <summary>The event of a look at Wang Fang's case under an inquiry.</summary>
    public async Task<Guid> Look(Guid inquiry)
    {
        using var answer = await Read(inquiry, $"/api/v1/cases/{Case}");
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    /// <summary>What a citizen reads of who looked.</summary>
    public async Task<JsonElement[]> Accesses(string query = "", string person = "citizen", Guid? delegation = null)
    {
        using var client = await SignedInAs(person);
        if (delegation is not null)
            client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        using var answer = await client.GetAsync(new Uri($"/api/v1/my/accesses?limit=200&{query}", UriKind.Relative));
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }

    public async Task<JsonElement> Line(Guid look, string query = "") => (await Accesses(query)).Single(line => EventOf(line) == look);

    public static Guid EventOf(JsonElement line) => line.GetProperty("event").GetGuid();

    public static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }

    /// <summary>Goes as the world's does, and days ahead of it as long as somebody says so.</summary>
    public sealed class MovableClock : TimeProvider
    {
        private TimeSpan ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

        public IDisposable Ahead(int days)
        {
            ahead = TimeSpan.FromDays(days);
            return new Back(this);
        }

        private sealed class Back(MovableClock clock) : IDisposable
        {
            public void Dispose() => clock.ahead = TimeSpan.Zero;
        }
    }
}
