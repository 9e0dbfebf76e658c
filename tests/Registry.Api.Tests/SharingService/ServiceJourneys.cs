using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.SharingService;

/// <summary>A system of Health's asks for Commerce's business licences, as a client of the standard does.</summary>
internal static class ServiceJourneys
{
    public const string WangFang = "340104199001010017";

    public static DateTimeOffset InAWeek => TimeProvider.System.GetUtcNow().AddDays(7);

    public static Task<Guid> GrantToHealth(this RegistryHost host, params string[] fields) =>
        host.ApprovedGrant(Health, BusinessLicence, fields is [] ? ["holder.name", "tradeName"] : fields);

    public static async Task<HttpResponseMessage> AskAsync(this HttpClient system, string operation, Guid grant, object data) =>
        await system.PostAsJsonAsync($"/CertShare/{operation}", new { head = new { accessId = grant }, data }, TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> QueryAsync(this HttpClient system, Guid grant, string code = WangFang) =>
        system.AskAsync("queryCertInfoByHolderCode", grant, new { holderCode = code, holderTypeCode = "111", certTypeCode = BusinessLicence });

    /// <summary>The data of an answer, whose head says that all is well.</summary>
    public static async Task<JsonElement> DataAsync(this Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var body = await answer.EnsureSuccessStatusCode().JsonAsync();
        body.GetProperty("head").GetProperty("status").GetInt32().ShouldBe(0);
        body.GetProperty("head").GetProperty("message").GetString().ShouldBe("成功。");
        return body.GetProperty("data");
    }

    /// <summary>A refusal: the problem, and the standard's code in the head.</summary>
    public static async Task ShouldBeRefused(this Task<HttpResponseMessage> asked, int status, string problem, int code, string? field = null)
    {
        using var answer = await asked;
        var body = await answer.ShouldBeProblem((HttpStatusCode)status, problem, field);
        var head = body.GetProperty("head");
        head.GetProperty("status").GetInt32().ShouldBe(code, problem);
        head.GetProperty("message").GetString().ShouldBe(body.GetProperty("title").GetString());
    }

    /// <summary>The code by which a file of that licence is made.</summary>
    public static async Task<string> AuthCodeAsync(this HttpClient system, Guid grant, string identifier) =>
        (await system.QueryAsync(grant).DataAsync()).GetProperty("certInfos").EnumerateArray()
            .Single(one => one.GetProperty("certificateIdentifier").GetString() == identifier).GetProperty("authCode").GetString()!;

    public static Task<HttpResponseMessage> OrderAsync(
        this HttpClient system, Guid grant, string authCode, string identifier, string fileType = "ofd", DateTimeOffset? until = null,
        string cause = "办理卫生许可，案卷留存") =>
        system.AskAsync("downloadFile", grant, new
        {
            authCode, certificateIdentifier = identifier, fileType, certificateCopyCause = cause, certificateCopyExpiringTime = until ?? InAWeek,
        });

    /// <summary>What the holder is told of who looked.</summary>
    public static async Task<JsonElement> LookAsync(this RegistryHost host, Guid accessEvent)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.GetAsync("/api/v1/my/accesses?limit=200", TestContext.Current.CancellationToken);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .Single(line => line.GetProperty("event").GetGuid() == accessEvent);
    }
}
