using System.Globalization;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>Everybody sees how often authorities look covertly, and nobody that they looked at somebody.</summary>
public sealed class Counting_sealed_slots(CovertHost host) : IClassFixture<CovertHost>
{
    [Fact]
    public async Task tells_a_month_that_is_over_of_ten_persons_or_more()
    {
        for (var person = 0; person < 9; person++)
            await LookFor(person);
        await LookFor(8, inquiries: 2);
        using (host.Clock.Ahead(33))
            (await Counts()).ShouldAllBe(line => !Names(line).Contains("slots"), "eleven lines, nine persons");

        await LookFor(9);
        (await Counts()).ShouldAllBe(line => !Names(line).Contains("slots"), "the month is not over");
        using (host.Clock.Ahead(33))
        {
            var counts = await Counts();
            counts.Length.ShouldBe(12 * 5);
            var told = counts.Single(line => Names(line).Contains("slots"));
            told.GetProperty("month").GetString().ShouldBe(In(0).ToString("yyyy-MM", CultureInfo.InvariantCulture));
            told.GetProperty("authority").GetString().ShouldBe("publicSecurity");
            told.GetProperty("authorityText").GetString().ShouldBe("公安机关");
            told.GetProperty("slots").GetInt64().ShouldBe(12);
            counts.ShouldAllBe(line => Names(line).Except(new[] { "month", "authority", "authorityText", "slots" }).Count() == 0);
        }
    }

    private async Task<JsonElement[]> Counts()
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri("/api/v1/covert-inquiries/counts", UriKind.Relative), TestContext.Current.CancellationToken);
        var counts = await answer.EnsureSuccessStatusCode().JsonAsync();
        counts.GetProperty("fewestPersons").GetInt32().ShouldBe(10);
        return [.. counts.GetProperty("counts").EnumerateArray()];
    }

    private async Task LookFor(int person, int inquiries = 1)
    {
        var code = CodeOf($"34010419900101{person:000}");
        using var investigator = await host.SignedInAs("investigator");
        for (var i = 0; i < inquiries; i++)
        {
            using var asked = await investigator.WriteAsync("/api/v1/covert-inquiries", Request(In(60), code));
            var inquiry = (await asked.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
            (await host.Change("policesupervisor", inquiry, "authorisation", 1)).EnsureSuccessStatusCode();
            using var client = await host.SignedInAs("investigator");
            client.DefaultRequestHeaders.Add("Covert", inquiry.ToString());
            (await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code })).EnsureSuccessStatusCode();
        }
    }

    // GB 11643, the check character.
    private static string CodeOf(string body)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return body + "10X98765432"[body.Select((digit, i) => (digit - '0') * weights[i]).Sum() % 11];
    }
}
