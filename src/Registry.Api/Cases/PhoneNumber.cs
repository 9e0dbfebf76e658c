using System.Text.RegularExpressions;

namespace Registry.Api.Cases;

internal static partial class PhoneNumber
{
    /// <summary>A mobile number, or a landline with area code: 13800000000, 0551-62000000.</summary>
    public static bool IsMainland(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^(1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})\z")]
    private static partial Regex Form();
}
