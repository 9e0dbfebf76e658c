namespace Registry.Domain.Identifiers;

/// <summary>
/// A wrong form of ISO 7064 MOD 37,36 that some issuing systems ran for years; licences in people's hands carry its check
/// characters. Knowing it lets a verifier say "a known defect" where it would have to say "wrong".
/// </summary>
/// <remarks>
/// Where it departs from the standard:
/// <list type="number">
/// <item>letters are valued 11 to 36, one too high;</item>
/// <item>at a letter, a sum above 37 is first reduced by 37, not 36 (which undoes the first fault for that letter, so that
/// only some letters shift the result);</item>
/// <item>the result 37 − P, from 1 to 36, is taken as a place counted from 1, not as a value.</item>
/// </list>
/// Reconstructed from the behaviour of a published implementation; it gives the <c>M</c> of the published identifier
/// <c>…11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M</c>, where the standard gives <c>D</c>.
/// </remarks>
internal static class LetterPlusOneDefect
{
    public const string Name = "letter-plus-one";

    private const int Modulus = 36;

    public static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var product = Modulus;
        foreach (var character in text)
        {
            var sum = product + Iso7064Mod37Hybrid36.ValueOf(character);
            if (char.IsAsciiLetterUpper(character) && ++sum > Modulus + 1) sum -= Modulus + 1;
            sum %= Modulus;
            if (sum == 0) sum = Modulus;
            product = sum * 2 % (Modulus + 1);
        }
        return IdentifierText.Alphanumerics[Modulus - product];
    }
}
