using System.Net;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>The second person reads what they are to judge, and nobody else does.</summary>
public sealed class Judging_what_an_inquiry_rests_on(CovertHost host) : IClassFixture<CovertHost>
{
    [Theory]
    [InlineData("policesupervisor")]
    [InlineData("investigator")]
    public async Task shows_warrant_and_reason_to_who_asked_and_who_may_authorise(string person)
    {
        var inquiry = await host.Asked();
        using var answer = await host.GetAsync(person, $"/api/v1/covert-inquiries/{inquiry}");
        answer.EnsureSuccessStatusCode();
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        var read = await answer.JsonAsync();
        read.GetProperty("warrant").GetString().ShouldBe("合公调证字17号");
        read.GetProperty("reason").GetString().ShouldBe("涉嫌合同诈骗");
        read.TryGetProperty("extensionReason", out _).ShouldBeFalse();
        read.GetProperty("inquiry").GetProperty("id").GetGuid().ShouldBe(inquiry);
        // With what was read it can be decided.
        (await host.Change("policesupervisor", inquiry, "authorisation", 1)).EnsureSuccessStatusCode();
        (await host.Change("investigator2", inquiry, "extension-request", 2, new { reason = "证人未到", releaseOn = In(60) })).EnsureSuccessStatusCode();
        (await Read(person, inquiry)).GetProperty("extensionReason").GetString().ShouldBe("证人未到");
    }

    [Theory]
    [InlineData("supervisor")] // of another agency
    [InlineData("investigator2")] // a colleague who did not ask for it
    public async Task is_absent_to_everybody_else_and_leaves_no_line_with_the_person(string person)
    {
        var inquiry = await host.Asked();
        var before = (await host.Accesses()).Length;
        using var answer = await host.GetAsync(person, $"/api/v1/covert-inquiries/{inquiry}");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var absent = await host.GetAsync(person, $"/api/v1/covert-inquiries/{Guid.NewGuid()}");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length.ShouldBe((await absent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length);
        (await host.Accesses()).Length.ShouldBe(before);
        // It is recorded all the same, about nobody.
        (await RecordedAsync(inquiry)).ShouldBe("access-nothing-there0");
    }

    [Fact]
    public async Task is_absent_to_a_supervisor_whose_duty_has_ended()
    {
        var inquiry = await host.Asked();
        using var former = host.SignedInWith(TokenForge.Officer(Police, "340100", "supervisor"));
        using var answer = await former.GetAsync(new Uri($"/api/v1/covert-inquiries/{inquiry}", UriKind.Relative), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_a_sealed_line_for_the_person_until_the_day()
    {
        var inquiry = await host.Asked();
        var reading = (await Read("policesupervisor", inquiry)).GetProperty("accessEvent").GetGuid();
        Names(await host.Line(reading)).ShouldBe(["number", "event", "log", "on", "authority", "authorityText", "releaseOn"]);
        (await host.Accesses("purpose=covert-inquiry")).Select(EventOf).ShouldNotContain(reading);
        using (host.Clock.Ahead(30))
        {
            var line = await host.Line(reading);
            line.GetProperty("role").GetString().ShouldBe("supervisor");
            line.GetProperty("agency").GetString().ShouldBe(Police);
            line.GetProperty("resource").GetString().ShouldBe($"covert-inquiry/{inquiry}");
            line.GetProperty("fields").EnumerateArray().Single().GetString().ShouldBe("cause");
            using var late = await host.GetAsync("policesupervisor", $"/api/v1/covert-inquiries/{inquiry}");
            await late.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    private async Task<JsonElement> Read(string person, Guid inquiry)
    {
        using var answer = await host.GetAsync(person, $"/api/v1/covert-inquiries/{inquiry}");
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<string?> RecordedAsync(Guid inquiry) => (string?)(await host.RowAsync(
        "select data ->> 'code' || jsonb_array_length(data -> 'subjects') from mt_events where data ->> 'resource' = $1 order by seq_id desc limit 1",
        $"covert-inquiry/{inquiry}"))[0];
}
