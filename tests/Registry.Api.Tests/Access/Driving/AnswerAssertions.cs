namespace Registry.Api.Tests.Access.Driving;

internal static class AnswerAssertions
{
    public static async Task ShouldSucceed(this HttpResponseMessage answer, string operation) => answer.IsSuccessStatusCode.ShouldBeTrue(
        answer.IsSuccessStatusCode ? operation : $"{operation}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");

    /// <summary>No mark, neither in the headers nor in the body.</summary>
    public static async Task ShouldCarryNothing(this HttpResponseMessage answer, string operation)
    {
        Marks.In(string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(header => $"{header.Key}: {string.Join(',', header.Value)}")))
            .ShouldBeEmpty(operation);
        Marks.In(await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(operation);
    }
}
