namespace Registry.Api.Wallets;

/// <summary>Errors as wallets know them: RFC 6749 section 5.2, RFC 6750 section 3 and OpenID4VCI 1.0 section 8.3.1.2.</summary>
internal static class OAuthError
{
    public static IResult Of(string code, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new Dictionary<string, string> { ["error"] = code }, statusCode: status);

    /// <summary>No token of ours, or one that is good no more.</summary>
    public static IResult InvalidToken(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Of("invalid_token", StatusCodes.Status401Unauthorized);
    }
}
