using System.Net;
using Registry.Api.Tests.Objections;
using Registry.Testing;

namespace Registry.Api.Tests.Access.WhoLooked;

/// <summary>An objection that was answered: the person sees by which office, when and what, and reads the explanation, which is recorded.</summary>
public sealed class Reading_an_answer_on_a_page(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Explanation = "系受理您的申请所需";

    [Theory]
    [InlineData("citizen", "")]
    [InlineData("citizen2", "?culture=en")]
    public async Task tells_office_day_and_finding_in_the_list_and_the_explanation_to_who_asks_for_it(string citizen, string language)
    {
        var english = language.Length > 0;
        var access = await AnsweredAsync(citizen);
        using var visit = await PageVisit.Of(host, citizen, $"/my/accesses{language}");
        foreach (var text in english
            ? (string[])["Answered by", "Data-protection officer · Industry and Commerce Administration", "The access was unlawful", "The officer was instructed"]
            : ["答复单位", "工商", "访问违法", "已对工作人员教育提醒"])
            visit.Html.ShouldContain(text, Case.Insensitive);
        visit.Html.ShouldContain($"<dd>{DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8)):yyyy-MM-dd}</dd>");
        visit.Html.ShouldNotContain(Explanation);
        visit.Html.ShouldNotContain("officer-answers");

        await visit.FollowAsync($"/my/accesses/{access}/objection{language}");
        visit.Html.ShouldContain($"href=\"/my/accesses/{access}/objection/answer{language}\"");
        visit.Html.ShouldNotContain(Explanation);
        var before = await ReadingsAsync();
        await visit.FollowAsync($"/my/accesses/{access}/objection/answer{language}");
        visit.Status.ShouldBe(HttpStatusCode.OK, visit.Html);
        visit.Html.ShouldContain(Explanation);
        visit.Html.ShouldContain(ObjectionJourneys.Why);
        (await ReadingsAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task tells_nobody_else_and_nothing_before_there_is_an_answer()
    {
        var access = await AnsweredAsync("citizen");
        using var other = await PageVisit.Of(host, "citizen2", $"/my/accesses/{access}/objection/answer");
        other.Status.ShouldBe(HttpStatusCode.NotFound);

        using var person = await host.SignedInAs("citizen");
        var open = await host.LookedAt(await host.SubmittedCase());
        await person.ObjectedTo(open);
        using var visit = await PageVisit.Of(host, "citizen", $"/my/accesses/{open}/objection/answer");
        visit.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<Guid> AnsweredAsync(string citizen)
    {
        using var person = await host.SignedInAs(citizen);
        var access = await host.LookedAt(await host.SubmittedCase(citizen));
        var objection = await person.ObjectedTo(access);
        using var officer = await host.DataProtectionOfficer($"officer-answers-{Guid.NewGuid():N}");
        (await officer.Take(objection)).EnsureSuccessStatusCode();
        (await officer.Answer(objection, "unlawful", "officerInstructed")).EnsureSuccessStatusCode();
        return access;
    }

    private async Task<long> ReadingsAsync() => (long)(await host.RowAsync(
        "select count(*) from mt_events where type like 'access_disclosed%' and data::text like '%objection/%'"))[0]!;
}
