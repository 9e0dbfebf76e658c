namespace Registry.Api.Wallets;

/// <summary>Errors as wallets know them: RFC 6749 section 5.2, RFC 6750 section 3, RFC 9449 section 7.1 and OpenID4VCI 1.0 section 8.3.1.2.</summary>
internal static class OAuthError
{
    public static IResult Of(string code, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new Dictionary<string, string> { ["error"] = code }, statusCode: status);

    /// <summary>No token of ours, one that is good no more, or one without proof of its key.</summary>
    /// <param name="more">What the challenge says besides.</param>
    public static IResult Challenge(HttpResponse response, string scheme, string code, string more = "")
    {
        response.Headers.WWWAuthenticate = $"{scheme} error=\"{code}\"{more}";
        return Of(code, StatusCodes.Status401Unauthorized);
    }
}
