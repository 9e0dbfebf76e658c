using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Notices;

internal static class NoticeJourneys
{
    public static Task<HttpResponseMessage> Subscribe(this HttpClient person, long version = 0, params string[] purposes) =>
        person.WriteAsync("/api/v1/my/notices/subscription", new { purposes }, version);

    public static async Task<(JsonElement[] Notices, string? After)> Notices(this HttpClient person, string? after = null)
    {
        using var answer = await person.GetAsync(
            new Uri(after is null ? "/api/v1/my/notices" : $"/api/v1/my/notices?after={after}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        var page = await answer.EnsureSuccessStatusCode().JsonAsync();
        return ([.. page.GetProperty("notices").EnumerateArray()], page.TryGetProperty("after", out var next) ? next.GetString() : null);
    }

    public static Guid Event(this JsonElement notice) => notice.GetProperty("event").GetGuid();

    public static Task<HttpResponseMessage> OpenStream(this HttpClient person) => person.GetAsync(
        "/api/v1/my/notices/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    /// <summary>The next page of a stream; empty ones count.</summary>
    public static async Task<(JsonElement[] Notices, string Id)> NextPage(this StreamReader lines)
    {
        var (data, id) = ("", "");
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line["data: ".Length..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line["id: ".Length..];
        using var json = JsonDocument.Parse(data);
        return ([.. json.RootElement.Clone().GetProperty("notices").EnumerateArray()], id);
    }
}
