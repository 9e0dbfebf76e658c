using System.Net;
using Registry.Api.Tests.CovertInquiries;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.Access.WhoLooked;

/// <summary>Of covert looks the page says how many there are, by what kind of authority and when they are released, and no more.</summary>
public sealed class Counting_sealed_looks_on_a_page(CovertHost host) : IClassFixture<CovertHost>
{
    [Fact]
    public async Task says_their_number_kind_and_day_until_the_day_and_all_of_it_then()
    {
        var inquiry = await host.Authorised();
        var looks = new[] { await host.Look(inquiry), await host.Look(inquiry) };
        using var visit = await PageVisit.Of(host, "citizen");
        visit.Html.ShouldContain($"公安机关：2 次，{Text(In(30))} 公布");
        visit.Html.ShouldContain("class=\"sealed\" id=\"look-");
        visit.Html.ShouldNotContain(inquiry.ToString());
        visit.Html.ShouldNotContain("调查人员");
        await visit.FollowAsync("/my/accesses?culture=en");
        visit.Html.ShouldContain($"A public security organ: 2, released on {Text(In(30))}");
        await visit.FollowAsync($"/my/accesses/{looks[0]}/objection");
        visit.Status.ShouldBe(HttpStatusCode.OK);
        visit.Html.ShouldContain("依法暂缓告知");
        visit.Html.ShouldNotContain("<textarea");

        using (host.Clock.Ahead(30))
        {
            await visit.FollowAsync("/my/accesses");
            visit.Html.ShouldNotContain("id=\"sealed\"");
            visit.Html.ShouldContain("调查人员");
        }
    }
}
