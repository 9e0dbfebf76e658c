using System.Net;
using Registry.Api.Tests.Access.WhoLooked;
using Registry.Testing;

namespace Registry.Api.Tests.Pages;

/// <summary>What is refused to a person who reads pages is a page: status and headers as ever, the code, and what to do, in their language.</summary>
public sealed class Refusing_on_a_page(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("/my/nothing", 404, "not-found")]
    [InlineData("/my/accesses/not-an-id/objection", 404, "not-found")]
    [InlineData("/window/nothing", 404, "not-found")]
    [InlineData("/my/accesses/export?format=xml", 400, "request-malformed")]
    [InlineData("/my/accesses?from=yesterday", 400, "page-filter-malformed")]
    [InlineData("/my/accesses/01a20822-55f9-7a69-807c-3027de8afd8a/objection/answer", 404, "not-found")]
    [InlineData("/api/v1/licences/01a20822-55f9-7a69-807c-3027de8afd8a/showing", 404, "not-found")]
    public async Task says_the_code_and_what_to_do_in_both_languages(string path, int status, string code)
    {
        foreach (var (language, said) in new[] { ("zh-CN", "代码："), ("en", "Code: ") })
        {
            using var answer = await AskAsync(path, language);
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).ShouldBe((status, "text/html"), path);
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            html.ShouldContain(said + code);
            html.ShouldContain("role=\"alert\"");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
        using var problem = await AskAsync(path, "zh-CN", accept: "*/*");
        problem.Content.Headers.ContentType?.MediaType.ShouldBe(code == "page-filter-malformed" ? "text/html" : "application/problem+json", path);
    }

    [Fact]
    public async Task stays_a_problem_for_the_api_whatever_is_taken()
    {
        using var answer = await AskAsync($"/api/v1/licences/{Guid.NewGuid()}", "zh-CN");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var unknown = await AskAsync("/api/v1/nothing", "zh-CN");
        await unknown.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var unwanted = await AskAsync("/my/nothing", "zh-CN", accept: "text/html;q=0, application/json");
        await unwanted.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task says_when_to_come_again_and_shows_nothing_while_nothing_can_be_recorded()
    {
        var (licence, _) = await host.MintedLicence();
        using var visit = await PageVisit.Of(host, "citizen", "/my/window-offer");
        await host.ExecuteAsync(
            "create function deaf() returns trigger language plpgsql as $$ begin raise exception 'deaf on purpose' using errcode = '53100'; end $$");
        await host.ExecuteAsync("create trigger deaf before insert on mt_events for each row when (new.type like 'access%') execute function deaf()");
        try
        {
            foreach (var path in (string[])["/my/accesses/evidence?scope=person", $"/api/v1/licences/{licence}/showing"])
            {
                using var answer = await AskAsync(path, "en");
                await ShouldWait(answer);
            }
            var form = visit.Form("/my/window-offer", "领取", ("digits", "12345678"));
            form.Headers.Add("Accept", "text/html");
            await visit.SendAsync(form);
            await ShouldWait(visit.Last!);
        }
        finally
        {
            await host.ExecuteAsync("drop trigger deaf on mt_events");
        }
    }

    [Fact]
    public async Task keeps_which_methods_there_are_and_never_says_what_was_asked()
    {
        using var client = await host.SignedInAs("citizen");
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await client.PostAsync("/my/accesses", null, TestContext.Current.CancellationToken);
        (answer.StatusCode, answer.Content.Headers.Allow.ShouldHaveSingleItem()).ShouldBe((HttpStatusCode.MethodNotAllowed, "GET"));
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");

        using var asked = await AskAsync("/my/accesses/340104199001010017/objection?name=王芳", "zh-CN");
        var html = await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var personal in (string[])["340104199001010017", "王芳"])
            html.ShouldNotContain(personal);
    }

    private static async Task ShouldWait(HttpResponseMessage answer)
    {
        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).ShouldBe((HttpStatusCode.ServiceUnavailable, "text/html"));
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldContain("cannot-answer-now");
        html.ShouldNotContain("王芳");
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string language, string accept = "text/html,application/xhtml+xml,*/*;q=0.8")
    {
        using var client = await host.SignedInAs("citizen");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
