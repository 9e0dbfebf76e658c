using static Microsoft.Playwright.Assertions;

namespace Registry.Browser.Tests;

public sealed class Reading_the_api_page(ApiPage visit) : IClassFixture<ApiPage>
{
    [Fact]
    public void asks_no_server_but_this_one()
    {
        visit.Requests.ShouldContain($"{visit.Origin}/openapi/v1.json");
        visit.Requests.Where(url => !url.StartsWith($"{visit.Origin}/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void leaves_no_error_in_the_console() => visit.Complaints.ShouldBeEmpty();

    [Theory]
    [InlineData("Submit an application 申请")]
    [InlineData("Approve a case 准予许可")]
    [InlineData("Mint a licence from an approved case 制证")]
    [InlineData("Revoke a licence 吊销")]
    [InlineData("Verify a licence by its identifier 证照核验")]
    [InlineData("Who looked at my data 谁查看了我的数据")]
    public Task lists_the_operation(string summary) => Expect(visit.Page.GetByText(summary).First).ToBeVisibleAsync();
}
