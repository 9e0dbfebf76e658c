using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Registry.Api.Hosting;
using Registry.Domain.Delegations;

namespace Registry.Api.Pages;

/// <summary>
/// Signed-in pages (ADR 42). The city's app or portal opens one with the person's token in the header, as it opens others; links and forms
/// have no header, so the answer sets a cookie with the same token, encrypted, for the pages alone. It ends when the token does, is good on any
/// node, and nothing of it is kept here.
/// </summary>
internal sealed class PageSessions(RegistryRuntime runtime)
{
    /// <summary>The prefix binds it to this host, to https and to no path (RFC 6265bis section 4.1.3.2).</summary>
    public const string Cookie = "__Host-registry";

    /// <summary>Browsers keep no longer ones (RFC 6265 section 6.1); a token that is longer stays in the header.</summary>
    private const int Longest = 3900;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static readonly byte[] Context = "registry/page-session/v1"u8.ToArray();

    private readonly byte[] key = Derived(runtime, "cookie");
    private readonly byte[] formKey = Derived(runtime, "form");

    /// <summary>For the bearer handler: a page's token is the header's, else the cookie's.</summary>
    public static Task ReadAsync(MessageReceivedContext context)
    {
        var http = context.HttpContext;
        if (IsPage(http) && http.RequestServices.GetRequiredService<PageSessions>().Of(http) is { } session)
        {
            http.Features.Set(session);
            context.Token = session.Token;
        }
        return Task.CompletedTask;
    }

    public static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<SignedInPage>() is not null;

    /// <summary>Lets the browser go on as it came.</summary>
    public void Keep(HttpContext http, PageSession session)
    {
        if (Open(http.Request.Cookies[Cookie]) != session && Seal(session) is { Length: <= Longest } text)
            http.Response.Cookies.Append(Cookie, text, Options());
    }

    public static void Leave(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options());

    /// <summary>What a form of this session carries, so that no other site can send one: it follows from the token and tells nothing of it.</summary>
    public string FormKey(PageSession session) => Base64Url.EncodeToString(HMACSHA256.HashData(formKey, Encoding.UTF8.GetBytes(session.Token)));

    public bool IsFormKey(PageSession session, string presented) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(FormKey(session)), Encoding.UTF8.GetBytes(presented));

    public string Seal(PageSession session)
    {
        var clear = Encoding.UTF8.GetBytes($"{session.Delegation}\n{session.Token}");
        var text = new byte[NonceSize + clear.Length + TagSize];
        RandomNumberGenerator.Fill(text.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(text.AsSpan(0, NonceSize), clear, text.AsSpan(NonceSize, clear.Length), text.AsSpan(NonceSize + clear.Length), Context);
        return Base64Url.EncodeToString(text);
    }

    /// <summary>Null for anything but what <see cref="Seal"/> wrote.</summary>
    public PageSession? Open(string? text)
    {
        if (text is not { Length: <= Longest } || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: > NonceSize + TagSize } octets)
            return null;
        var clear = new byte[octets.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(octets.AsSpan(0, NonceSize), octets.AsSpan(NonceSize, clear.Length), octets.AsSpan(octets.Length - TagSize), clear, Context);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var parts = Encoding.UTF8.GetString(clear).Split('\n', 2);
        return new(parts[1], DelegationId.TryParse(parts[0], null, out var delegation) ? delegation : null);
    }

    // A new token in the header begins anew: what somebody else chose before on this device does not go on.
    private PageSession? Of(HttpContext http)
    {
        var kept = Open(http.Request.Cookies[Cookie]);
        return http.Request.Headers.Authorization.ToString() switch
        {
            "" => kept,
            var header when header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header["Bearer ".Length..].Trim() is { Length: > 0 } token =>
                kept?.Token == token ? kept : new(token, Delegation: null),
            _ => null,
        };
    }

    private static CookieOptions Options() => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };

    private static byte[] Derived(RegistryRuntime runtime, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, runtime.Secrets.Secret("page-sessions"), 32, info: Encoding.UTF8.GetBytes($"registry/page/v1\n{purpose}"));
}
