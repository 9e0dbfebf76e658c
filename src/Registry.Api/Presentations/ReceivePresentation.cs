using System.Text.Json.Nodes;
using Registry.Api.Wallets;
using Registry.Domain.Credentials;
using Registry.Domain.Presentations;

namespace Registry.Api.Presentations;

/// <summary>
/// A wallet's answer (OpenID4VP 1.0 section 8.2 and 8.3.1). A request takes one, good or bad: whoever asked sees what is wrong with it. What is
/// no answer at all uses nothing up.
/// </summary>
internal static class ReceivePresentation
{
    public const string Part = "response";

    public static void Map(RouteGroupBuilder wallet) =>
        wallet.MapPost($"/{Part}", Handle).WithSummary("A wallet's answer 钱包出示").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        string handle, HttpRequest request, WalletSecrets secrets, PresentationJudge judge, HttpResponse response, CancellationToken token)
    {
        response.Headers.CacheControl = "no-store";
        if (!request.HasFormContentType
            || AskedPresentation.Read(await secrets.ReadAsync(SecretKind.PresentationRequest, handle, token)) is not { } asked)
            return OAuthError.Of("invalid_request");
        var (credential, declined) = await ParametersAsync(request, handle, asked, secrets, token);
        if (credential is null && !declined)
            return OAuthError.Of("invalid_request");
        var shown = declined
            ? PresentationJudge.Declined(asked, judge.Now)
            : await judge.JudgeAsync(asked, credential!, asked.NonceOf(handle, secrets), token);
        // Once, however many answer at a time.
        if (await secrets.UseAsync(SecretKind.PresentationRequest, handle) is null)
            return OAuthError.Of("invalid_request");
        await secrets.KeepAsync(SecretKind.PresentationAnswer, handle, shown.ToString(), PresentationJudge.Kept);
        return TypedResults.Json(new JsonObject());
    }

    // Either in the form, or all of it encrypted, as was asked for: never otherwise.
    private static async Task<(string? Credential, bool Declined)> ParametersAsync(
        HttpRequest request, string handle, AskedPresentation asked, WalletSecrets secrets, CancellationToken token)
    {
        var form = await request.ReadFormAsync(token);
        if (form.Any(field => field.Value.Count != 1))
            return default;
        if (form.ContainsKey("error"))
            return (null, true);
        if (!asked.Encrypted)
            return (PresentationQuery.CredentialIn(form["vp_token"].ToString()), false);
        using var key = asked.KeyOf(handle, secrets);
        if (Jwe.Decrypt(form["response"].ToString(), key) is not { } opened)
            return default;
        return opened.ContainsKey("error") ? (null, true) : (PresentationQuery.CredentialIn(opened["vp_token"]?.ToJsonString() ?? ""), false);
    }
}
