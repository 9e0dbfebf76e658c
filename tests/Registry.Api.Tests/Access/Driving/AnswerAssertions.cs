using System.Net;
using System.Text;

namespace Registry.Api.Tests.Access.Driving;

internal static class AnswerAssertions
{
    /// <summary>Being led on is one, too.</summary>
    public static async Task ShouldSucceed(this HttpResponseMessage answer, string operation)
    {
        if (!answer.IsSuccessStatusCode && answer.StatusCode is not HttpStatusCode.SeeOther)
            Assert.Fail($"{operation}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>No mark, neither in the headers nor in the body.</summary>
    public static async Task ShouldCarryNothing(this HttpResponseMessage answer, string operation)
    {
        Marks.In(string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(header => $"{header.Key}: {string.Join(',', header.Value)}")))
            .ShouldBeEmpty(operation);
        Marks.In(await answer.BytesAsync()).ShouldBeEmpty(operation);
    }

    /// <summary>The body; of a stream of events, which has no end, the first.</summary>
    public static async Task<byte[]> BytesAsync(this HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
            return await answer.Content.ReadAsByteArrayAsync();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var lines = new StringBuilder();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            lines.AppendLine(line);
        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
