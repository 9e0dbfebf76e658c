using System.Globalization;
using Registry.Api.Commands;
using Registry.Testing;

namespace Registry.Api.Tests.BadInput;

public sealed class Sending_bad_input(KnownHost host) : IClassFixture<KnownHost>
{
    public static TheoryData<string> Ways => [.. BadInputs.All.Keys];

    [Theory, MemberData(nameof(Ways))]
    public async Task is_refused_with_its_own_code_and_leaves_no_trace(string way)
    {
        var (attempt, refused) = BadInputs.All[way];
        var before = await host.FootprintAsync();
        using var answer = await attempt.SendAsync(host);
        await answer.ShouldBeProblem(refused.Status, refused.Code, refused.Field);
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task is_explained_in_the_language_asked_for(string way)
    {
        var (attempt, refused) = BadInputs.All[way];
        using var chinese = await attempt.SendAsync(host);
        using var english = await attempt.SendAsync(host, "en");
        (await TitleOf(chinese)).ShouldStartWith(Text(refused.Code, "zh-CN"));
        (await TitleOf(english)).ShouldStartWith(Text(refused.Code, "en"));
        chinese.Content.Headers.ContentLanguage.ShouldBe(["zh-CN"]);
        english.Content.Headers.ContentLanguage.ShouldBe(["en"]);
    }

    private static async Task<string> TitleOf(HttpResponseMessage answer) =>
        (await answer.JsonAsync()).GetProperty("title").GetString()!;

    // Up to the first placeholder: what fills it has its own tests.
    private static string Text(string code, string language) =>
        Problems.Texts.GetString(code, CultureInfo.GetCultureInfo(language))!.Split('{')[0];
}
