using System.Globalization;

namespace Registry.Api.Commands;

/// <summary>
/// The version the caller saw (RFC 9110 section 13.1.1): one strong entity tag, the decimal version in quotes.
/// Missing is 428 (RFC 6585 section 3), anything else 400.
/// </summary>
internal readonly record struct IfMatch(long Version)
{
    public static ValueTask<IfMatch> BindAsync(HttpContext context)
    {
        var values = context.Request.Headers.IfMatch;
        if (values.Count == 0)
            throw new BadRequest(StatusCodes.Status428PreconditionRequired, "if-match-missing", "If-Match");
        var text = values.ToString();
        if (text.Length < 3 || text[0] != '"' || text[^1] != '"'
            || !long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new BadRequest(StatusCodes.Status400BadRequest, "if-match-malformed", "If-Match");
        return ValueTask.FromResult(new IfMatch(version));
    }

    public static string ToETag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
