using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Registry.Api.Pages.SignIn;

/// <summary>
/// Where a person goes on after signing in: a page of ours and nothing else. It is made anew from what was understood of the address, so that what was
/// not understood leads nowhere (RFC 9700 section 4.11).
/// </summary>
internal static partial class ReturnPath
{
    /// <summary>Of what a page's address may have behind it; filters of a list are chosen again.</summary>
    private static readonly string[] Kept = ["client_id", "request_uri", "culture"];

    private const string Default = "/my/accesses";

    /// <summary>The page's address; that of the list of looks for what is none.</summary>
    /// <param name="text">As it came in an address, whoever wrote it.</param>
    public static string Of(string? text)
    {
        var parts = (text ?? "").Split('?', 2);
        if (!Page().IsMatch(parts[0]))
            return Default;
        var query = QueryHelpers.ParseQuery(parts is [_, var rest] ? rest : "");
        return QueryHelpers.AddQueryString(
            parts[0], from name in Kept
                      let value = query.GetValueOrDefault(name)
                      where value.Count == 1
                      select KeyValuePair.Create(name, (string?)value.ToString()));
    }

    /// <summary>Of the page that is asked for: forms lead back to where they are shown.</summary>
    public static string Of(HttpContext http) => Of($"{http.Request.Path}{http.Request.QueryString}");

    // Signing in and out are no pages to go on to, nor are files, which a browser would keep rather than show.
    [GeneratedRegex(
        @"\A(/my/(accesses(/[0-9a-f-]{36}/objection)?|notices|window-offer)|/window/licences/[0-9a-f-]{36}|/agency/[0-9A-Z]{18}/authorize)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Page();
}
