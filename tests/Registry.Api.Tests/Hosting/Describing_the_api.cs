using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Hosting;

public sealed class Describing_the_api(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("/api/v1/items", "agency", "code", "legalDays", "materials", "name", "promisedDays", "region", "result")]
    [InlineData("/api/v1/cases", "coApplicants", "form", "item", "materials", "phone")]
    [InlineData("/api/v1/licences", "case")]
    public async Task gives_each_operation_its_own_body(string path, params string[] members)
    {
        var document = await Description();
        var reference = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!;
        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.Split('/')[^1]);
        schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)
            .ShouldBe(members);
    }

    [Fact]
    public async Task tells_which_operations_need_no_token()
    {
        var open = from operation in Operations(await Description())
                   where operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0
                   select operation.GetProperty("operationId").GetString();
        open.Order(StringComparer.Ordinal).ShouldBe(
            [
                "AskConsent", "CountSealedSlots", "FetchCredential", "FetchDeferred", "GetAuthorizationServer", "GetCheckReceipt", "GetCheckpoint", "GetCredentialIssuer", "GetCredentialType",
                "GetEventState", "GetIssuer", "GetItem", "GetLicenceRoot", "GetLicenceType", "GetLicenceTypeVersion", "GetOffer", "GetReceipt",
                "GetReceiptKeys", "GetRequestObject", "GetSealRoot", "GetStatusList", "GetTile", "GetVerifierKey", "ListItems", "ListLicenceTypes", "ListStatusLists",
                "MakeNonce", "MakeToken", "PostForRequestObject", "PushAuthorizationRequest", "ReceivePresentation", "TakeConsent", "TakeNotification",
                "VerifyFile", "VerifyLicence", "VerifyLicences", "VerifyShown",
            ]);
    }

    [Fact]
    public async Task tells_which_operations_take_a_delegation()
    {
        var taking = from operation in Operations(await Description())
                     where operation.TryGetProperty("parameters", out var parameters)
                         && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "Delegation")
                     select operation.GetProperty("operationId").GetString();
        taking.Order(StringComparer.Ordinal)
            .ShouldBe([
                "ConsentToCase", "DeclineCase", "ExportAccesses", "GetBundle", "GetCase", "GetLicence", "GetLicenceOfd", "GetLicencePdf", "GetMetadata", "GetOwnObjection", "GetSubjectHead", "ListAccesses",
                "ListCases", "ListLicences", "ListNotices", "ListOwnObjections", "RaiseObjection", "StreamNotices", "SubmitCase",
            ]);
    }

    /// <summary>Where a wallet may be put off (OpenID4VCI 1.0 sections 8.3 and 9.2): there are two ways to succeed.</summary>
    private static readonly Dictionary<string, string[]> Successes = new()
    {
        ["FetchCredential"] = ["200", "202"], ["FetchDeferred"] = ["200", "202"],
    };

    [Fact]
    public async Task tells_a_wallet_that_is_put_off_when_to_ask_again()
    {
        var schema = (await Description()).GetProperty("components").GetProperty("schemas").GetProperty("DeferralPutOff");
        schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).ShouldBe(["transaction_id", "interval"]);
    }

    [Fact]
    public async Task gives_every_operation_a_name_of_its_own_its_successes_and_its_refusals()
    {
        var operations = Operations(await Description());
        operations.Select(operation => operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        foreach (var operation in operations)
        {
            var responses = operation.GetProperty("responses");
            string[] told = [.. responses.EnumerateObject().Select(response => response.Name).Where(name => name[0] is '2' or '3')];
            if (Successes.TryGetValue(operation.GetProperty("operationId").GetString()!, out var several))
                told.ShouldBe(several);
            else
                told.Length.ShouldBe(1, operation.ToString());
            responses.GetProperty("default").GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task names_the_members_of_a_problem_and_leaves_room_for_more()
    {
        var problem = (await Description()).GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails");
        problem.GetProperty("properties").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["type", "title", "status", "code", "field", "traceId"], ignoreOrder: true);
        problem.TryGetProperty("additionalProperties", out _).ShouldBeFalse();
    }

    private async Task<JsonElement> Description()
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        return await answer.JsonAsync();
    }

    private static IReadOnlyList<JsonElement> Operations(JsonElement document) =>
        [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value)];
}
