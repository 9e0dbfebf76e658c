using System.Globalization;
using System.Net;
using Registry.Api.Commands;
using Registry.Testing;
using LogLevel = Registry.Projections.Log.LogLevel;

namespace Registry.Api.Tests.Log;

/// <summary>An answer says durable; a caller may wait for more, for a while.</summary>
public sealed class Waiting_for_a_level(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("durable")]
    [InlineData("sequenced")]
    [InlineData("published")]
    public async Task holds_the_answer_back_until_it_is_reached(string level)
    {
        using var client = await host.SignedInAs("citizen");
        client.DefaultRequestHeaders.Add("Prefer", $"log-level={level}, wait=20");
        using var answer = await client.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var applied = answer.Headers.GetValues("Preference-Applied").ShouldHaveSingleItem();
        ((int)LevelPreference.Of(applied)!.Level).ShouldBeGreaterThanOrEqualTo((int)Enum.Parse<LogLevel>(level, ignoreCase: true));
        if (level == "durable")
            return;
        var index = long.Parse(answer.Headers.GetValues("Log-Index").ShouldHaveSingleItem(), CultureInfo.InvariantCulture);
        var id = (await answer.JsonAsync()).GetProperty("events")[0].GetProperty("id").GetGuid();
        var state = await client.GetAsync(new Uri($"/log/340100/event/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        (await state.JsonAsync()).GetProperty("index").GetInt64().ShouldBe(index);
        if (level == "published")
        {
            var receipt = await client.GetStringAsync(new Uri($"/log/340100/proof/{index}", UriKind.Relative), TestContext.Current.CancellationToken);
            receipt.ShouldContain($"index {index}\n");
        }
    }

    [Fact]
    public async Task ends_with_patience_and_then_says_how_far_it_came()
    {
        await using var frozen = await Freeze.OfAsync(host, "log_entry");
        using var client = await host.SignedInAs("citizen");
        client.DefaultRequestHeaders.Add("Prefer", "log-level=sequenced, wait=1");
        using var answer = await client.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.GetValues("Preference-Applied").ShouldBe(["log-level=durable"]);
        answer.Headers.Contains("Log-Index").ShouldBeFalse();
    }

    [Theory]
    [InlineData("log-level=sequenced", LogLevel.Sequenced, 10)]
    [InlineData("wait=5, log-level=\"published\"", LogLevel.Published, 5)]
    [InlineData("respond-async, LOG-LEVEL = Published; wait=3", LogLevel.Published, 3)]
    [InlineData("log-level=sequenced, wait=999", LogLevel.Sequenced, 30)]
    [InlineData("log-level=sequenced, wait=soon", LogLevel.Sequenced, 10)]
    public void is_asked_for_in_a_standard_header(string prefer, LogLevel level, int seconds) =>
        LevelPreference.Of(prefer).ShouldBe(new(level, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("")]
    [InlineData("wait=5")]
    [InlineData("log-level")]
    [InlineData("log-level=")]
    [InlineData("log-level=eternal")]
    [InlineData("log-level=1")]
    public void is_ignored_where_it_cannot_be_read(string prefer) => LevelPreference.Of(prefer).ShouldBeNull();
}
