using Registry.Api.Hosting;
using Registry.Api.Wallets;

namespace Registry.Api.Pages.SignIn;

/// <summary>
/// The attempts of browsers to sign in. Each is with its browser, sealed, so that any node goes on with it and nobody fills a table by asking; that
/// it was answered is in PostgreSQL, so that no answer counts twice.
/// </summary>
internal sealed class SignInAttempts(RegistryRuntime runtime, WalletSecrets secrets, TimeProvider clock)
{
    private readonly SealedText cookie = new(runtime, "sign-in", "registry/page-sign-in/v1");

    public SignInAttempt Begin(HttpContext http, string place)
    {
        var attempt = SignInAttempt.New(place, clock.GetUtcNow());
        http.Response.Cookies.Append(SignInAttempt.Cookie, cookie.Seal(attempt.ToString()), SignInAttempt.Options());
        return attempt;
    }

    /// <summary>The attempt that an answer with this state is to, once; null when this browser made none, long ago, or it was answered.</summary>
    public async Task<SignInAttempt?> TakeAsync(HttpContext http, string? state)
    {
        if (SignInAttempt.Parse(cookie.Open(http.Request.Cookies[SignInAttempt.Cookie])) is not { } attempt || !attempt.Is(state))
            return null;
        http.Response.Cookies.Delete(SignInAttempt.Cookie, SignInAttempt.Options());
        return attempt.Until > clock.GetUtcNow() && await secrets.KeepAsync(SecretKind.SignIn, attempt.State, "", SignInAttempt.Life) ? attempt : null;
    }
}
