namespace Registry.Domain.Personal;

/// <summary>
/// Values as screens show them where their whole is not needed (GB/T 35273-2020, 7.2): enough to tell two
/// apart, too little to use.
/// </summary>
public static class Mask
{
    /// <summary>What must be hidden before a code's ends may be shown as usual: a citizen's date of birth has that many digits.</summary>
    private const int LeastHidden = 8;

    /// <summary>340104********0017: region and last four stay, the birth does not. Of a shorter code at least half is hidden.</summary>
    public static string Code(string code) => code.Length >= 6 + 4 + LeastHidden
        ? Middle(code, 6, 4)
        : Middle(code, code.Length / 4, code.Length / 4);

    /// <summary>138****0000; of a landline the area code and the last four digits.</summary>
    public static string Phone(string phone) => phone.IndexOf('-', StringComparison.Ordinal) is var dash and >= 0
        ? Middle(phone, dash + 1, 4)
        : Middle(phone, 3, 4);

    private static string Middle(string text, int first, int last) => text.Length <= first + last
        ? new string('*', text.Length)
        : $"{text[..first]}{new string('*', text.Length - first - last)}{text[^last..]}";
}
