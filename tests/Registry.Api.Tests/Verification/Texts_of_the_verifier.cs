using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using Registry.Domain.Export;
using Registry.Verifier;

namespace Registry.Api.Tests.Verification;

public sealed class Texts_of_the_verifier
{
    [Theory]
    [InlineData("")]
    [InlineData("zh-CN")]
    public void every_verdict_has_a_text_of_its_own_in_this_language_and_no_text_is_left_over(string culture)
    {
        var codes = typeof(VerdictCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        var texts = Texts("Verdicts", culture);
        texts.Keys.ShouldBe(codes, ignoreOrder: true);
        texts.Values.ShouldBeUnique();
    }

    [Theory]
    [InlineData("Report")]
    [InlineData("Witness")]
    public void report_and_witness_have_all_their_texts_in_both_languages(string family) =>
        Texts(family, "zh-CN").Keys.ShouldBe(Texts(family, "").Keys, ignoreOrder: true);

    [Fact]
    public void every_outcome_has_a_headline() =>
        Enum.GetNames<ExportOutcome>().ShouldBeSubsetOf(Texts("Report", "").Keys);

    // Without the parents: a missing translation must not be covered by the English text.
    private static Dictionary<string, string> Texts(string name, string culture) =>
        new ResourceManager($"Registry.Verifier.Resources.{name}", typeof(Language).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(text => (string)text.Key, text => (string)text.Value!);
}
