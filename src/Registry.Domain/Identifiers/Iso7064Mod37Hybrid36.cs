namespace Registry.Domain.Identifiers;

/// <summary>The hybrid system MOD 37,36 of ISO 7064 (GB/T 17710-2008): one check character over [0-9A-Z].</summary>
public static class Iso7064Mod37Hybrid36
{
    private const int Modulus = 36;

    /// <summary>The check character for a text of [0-9A-Z].</summary>
    /// <exception cref="ArgumentException">The text holds another character.</exception>
    public static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var product = Modulus;
        foreach (var character in text)
        {
            var sum = (product + ValueOf(character)) % Modulus;
            if (sum == 0) sum = Modulus;
            product = sum * 2 % (Modulus + 1);
        }

        // The product runs from 1 to 36. At 1 the difference is 36, which stands for 0: implementations that leave out the
        // last remainder read beyond their alphabet there.
        return IdentifierText.Alphanumerics[(Modulus + 1 - product) % Modulus];
    }

    internal static int ValueOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => throw new ArgumentException("Only digits and upper-case letters have a check character."),
    };
}
