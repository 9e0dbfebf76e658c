namespace Registry.Api.Pages.SignIn;

/// <summary>Sends a browser to the authority. Whoever made it come here, it comes back to a page of ours, as who it is there.</summary>
internal static class BeginSignIn
{
    /// <param name="to">Where to go on afterwards (<see cref="ReturnPath"/>).</param>
    public static async Task<IResult> HandleAsync(
        string? to, HttpContext http, SignInAuthority authority, SignInAttempts attempts, CancellationToken token)
    {
        var place = ReturnPath.Of(to);
        if (!authority.IsOffered)
            return SignInRoutes.Refuse(http, StatusCodes.Status404NotFound, "signin-not-offered", place);
        try
        {
            http.Response.Headers.Location = await authority.AddressAsync(http, attempts.Begin(http, place), token);
            return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (SignInUnavailableException)
        {
            http.Response.Headers.RetryAfter = TakeSignIn.RetryAfter;
            return SignInRoutes.Refuse(http, StatusCodes.Status503ServiceUnavailable, "signin-unavailable", place);
        }
    }
}
