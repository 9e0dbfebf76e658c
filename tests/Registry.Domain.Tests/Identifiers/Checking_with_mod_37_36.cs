using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Checking_with_mod_37_36
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // The last one, from Zhejiang, ends with P = 1, where naive code reads beyond its alphabet.
    [Theory]
    [InlineData("A12425GABC1234002", 'M')]
    [InlineData("11100000MB0327169900111340100ME000001XU20260000000000000001001", 'Y')]
    [InlineData("11100000MB0327169900111340100ME000001XU20260000000000000001002", 'W')]
    [InlineData("11100000MB0327169900111340100ME000001XUA1B2C3D4E5F6A7B8C9D0001", 'T')]
    [InlineData("11100000000013338W01111430000006122244L20230000403001", 'U')]
    [InlineData("11100000000013338W00911330105002500287C2025052201002", '0')]
    public void known_texts_give_their_known_characters(string text, char check) =>
        Iso7064Mod37Hybrid36.CheckCharacter(text).ShouldBe(check);

    [Fact]
    public void other_characters_have_none() =>
        Should.Throw<ArgumentException>(() => Iso7064Mod37Hybrid36.CheckCharacter("A.B"));

    [Property]
    public Property changing_any_one_character_changes_the_check_character() =>
        Prop.ForAll(Texts.ToArbitrary(), Gen.Choose(0, 1_000_000).ToArbitrary(), (text, seed) =>
        {
            var place = seed % text.Length;
            var other = Alphabet[(Alphabet.IndexOf(text[place], StringComparison.Ordinal) + 1 + seed % 35) % 36];
            var changed = text[..place] + other + text[(place + 1)..];
            return Iso7064Mod37Hybrid36.CheckCharacter(changed) != Iso7064Mod37Hybrid36.CheckCharacter(text);
        });

    private static Gen<string> Texts =>
        Gen.Elements(Alphabet.ToCharArray()).NonEmptyListOf().Select(characters => string.Concat(characters));
}
