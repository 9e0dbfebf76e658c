using System.Net.Http.Headers;
using System.Text;
using Registry.Api.Tests.Access.Matrix;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>
/// Personal data where it does not belong, as people and programs send it by mistake: in the path, the query, headers, and bodies
/// that cannot be read or say something else than they should.
/// </summary>
internal static class Blunders
{
    // Header values are ASCII.
    private static readonly string[] Headers =
        ["If-Match", "Idempotency-Key", "Delegation", "Emergency", "Prefer", "Accept-Language", "User-Agent", "Referer", "Cookie", "X-Forwarded-For",
        "X-Road-UserId"];

    private static readonly string[] Queries =
        ["code", "status", "limit", "before", "format", "from", "scope", "id", "subject", "asOfTime", "culture", "dryRun", "purpose", "agency", "userCode"];

    private static readonly string[] Bodies =
    [
        $"\"{Marks.Name}\"",
        $"{Marks.Name} {Marks.Code}",
        $$$"""{"{{{Marks.Name}}}":"{{{Marks.Code}}}","{{{Marks.Code}}}":1}""",
        $$$"""{"reason":["{{{Marks.Remark}}}"],"form":"{{{Marks.TradeName}}}","field":"{{{Marks.Phone}}}","fields":["{{{Marks.Address}}}"]}""",
        $$$"""{"reason":"{{{Marks.Remark}}}\u0000","field":"{{{Marks.Phone}}}","fields":{"{{{Marks.Name}}}":"{{{Marks.Address}}}"},"validUntil":"{{{Marks.Code}}}","validFrom":"2026-01-01"}""",
        $$$"""{"item":"{{{Marks.Code}}}","phone":"{{{Marks.Name}}}","form":{"{{{Marks.Name}}}":"{{{Marks.TradeName}}}"},"materials":[{"code":"{{{Marks.Name}}}","sha256":"{{{Marks.Code}}}"}]}""",
        $$$"""{"codeType":"{{{Marks.Name}}}","code":"{{{Marks.Code}}}","case":"{{{Marks.Code}}}","officer":"{{{Marks.Name}}}","reason":"{{{Marks.Remark}}}"}""",
        $$$"""{"codeType":"001","code":"{{{Marks.Code}}}","delegate":{"codeType":"001","code":"{{{Marks.Code}}}"},"until":"{{{Marks.Phone}}}","purposes":["{{{Marks.Name}}}"]}""",
        $$$"""{"reason":"{{{Marks.Remark}}}","agency":"{{{Marks.Code}}}","region":"{{{Marks.Code}}}","duty":"{{{Marks.Name}}}","subject":{"codeType":"001","code":"{{{Marks.Code}}}"}}""",
        $$$"""{"reason":"{{{Marks.Remark}}}" """,
    ];

    public static IEnumerable<HttpRequestMessage> Of(Operation operation)
    {
        var absent = operation.PathFor("00000000-0000-4000-8000-000000000000");
        yield return Sound(operation, operation.PathFor(Uri.EscapeDataString(Marks.Name)));
        yield return Sound(operation, operation.PathFor(Marks.Code));
        yield return Sound(operation, $"{absent}?{string.Join('&', Queries.Select(name => $"{name}={Uri.EscapeDataString(Marks.Name)}-{Marks.Code}"))}");
        yield return Sound(operation, $"{absent}?limit=1&{Uri.EscapeDataString(Marks.Name)}={Marks.Code}");
        foreach (var name in Headers)
        {
            var request = Sound(operation, absent);
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, $"{Marks.Code}-{Marks.Phone}");
            yield return request;
        }
        if (operation.Method == HttpMethod.Get)
            yield break;
        foreach (var body in Bodies)
            foreach (var type in (string[])["application/json", "text/plain"])
            {
                var request = Sound(operation, absent);
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
                yield return request;
            }
        var form = Sound(operation, absent);
        form.Content = new MultipartFormDataContent
        {
            { new StringContent("{}"), "mapping", $"{Marks.Code}.json" },
            { new StringContent($"{Marks.Name},{Marks.Code}\n{Marks.Phone},\n"), "register", $"{Marks.Code}.csv" },
        };
        yield return form;
    }

    private static HttpRequestMessage Sound(Operation operation, string path)
    {
        var request = new HttpRequestMessage(operation.Method, path);
        if (operation.Method != HttpMethod.Get)
            request.Content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = new("application/json") } };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        return request;
    }
}
