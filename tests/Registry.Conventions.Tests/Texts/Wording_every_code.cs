using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Conventions.Tests.Source;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Export;
using Registry.Domain.Licences;
using Registry.Domain.Verification;
using Registry.Projections.Log.Fsck;

namespace Registry.Conventions.Tests.Texts;

/// <summary>Every stable code has a text in Chinese and in English.</summary>
public sealed partial class Wording_every_code
{
    private static readonly string Resources = Path.Combine(Repository.Root, "src", "Registry.Api", "Resources");

    public static TheoryData<string> Families =>
        [.. Directory.EnumerateFiles(Resources, "*.zh-CN.resx").Select(path => Path.GetFileName(path)[..^".zh-CN.resx".Length])];

    [Fact]
    public void has_both_languages_in_every_family() =>
        Directory.EnumerateFiles(Resources, "*.resx").Where(path => !path.EndsWith(".zh-CN.resx", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).Order().ShouldBe(Families.Select(row => row.Data).Order());

    [Theory, MemberData(nameof(Families))]
    public void says_the_same_in_both(string family)
    {
        var (english, chinese) = (TextsOf($"{family}.resx"), TextsOf($"{family}.zh-CN.resx"));
        chinese.Keys.Order().ShouldBe(english.Keys.Order());
        foreach (var (code, text) in english)
        {
            PlaceholdersOf(chinese[code]).ShouldBe(PlaceholdersOf(text), code);
            text.ShouldNotBeNullOrWhiteSpace(code);
            chinese[code].ShouldNotBe(text, code);
            HanCharacter().IsMatch(chinese[code]).ShouldBeTrue($"{code} is not in Chinese");
            HanCharacter().IsMatch(text).ShouldBeFalse($"{code} is not in English");
        }
    }

    [Fact]
    public void covers_every_refusal_of_the_domain()
    {
        var refusals = (
            from type in typeof(Refusal).Assembly.GetTypes()
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            where field.FieldType == typeof(Refusal)
            select ((Refusal)field.GetValue(null)!).Code).ToArray();
        refusals.Length.ShouldBeGreaterThan(25);
        ShouldBeWorded(refusals);
        refusals.Where(code => !code.StartsWith("import-", StringComparison.Ordinal) && !Problems.Knows(code)).ShouldBeEmpty();
    }

    [Fact]
    public void covers_every_code_written_in_the_domain_s_source()
    {
        // new Refusal("…"), Refusal X = new("…"), new("…", …) of identifier faults.
        var codes = Repository.SourcesOf("Registry.Domain")
            .Where(source => source.Text.Contains("Refusal", StringComparison.Ordinal) || source.Text.Contains("IdentifierFault", StringComparison.Ordinal))
            .SelectMany(source => DomainCode().Matches(source.Text)).Select(match => match.Groups["code"].Value).Distinct().ToArray();
        codes.ShouldContain("uscc-check");
        codes.ShouldContain("case-material-missing");
        ShouldBeWorded(codes);
    }

    [Theory]
    [InlineData("uscc")]
    [InlineData("region")]
    [InlineData("citizen-id")]
    [InlineData("licence-type")]
    [InlineData("licence-id-serial")]
    [InlineData("item-code")]
    [InlineData("case-number")]
    public void covers_the_codes_that_identifiers_compose(string kind) => ShouldBeWorded($"{kind}-character");

    [Fact]
    public void covers_every_code_written_in_the_server_s_source()
    {
        var codes = Repository.SourcesOf("Registry.Api")
            .SelectMany(source => ServerCode().Matches(source.Text)).Select(match => match.Groups["code"].Value).Distinct().ToArray();
        codes.ShouldContain("stale-version");
        codes.ShouldContain("field-malformed");
        codes.ShouldContain("if-match-missing");
        ShouldBeWorded(codes);
    }

    [Fact]
    public void covers_every_finding_of_fsck()
    {
        var codes = typeof(FsckCodes).GetFields().Select(field => (string)field.GetValue(null)!).ToArray();
        codes.Length.ShouldBeGreaterThan(30);
        codes.Except(TextsOf("Fsck.resx").Keys).ShouldBeEmpty();
        // What EntryChecks says of one entry's content.
        string[] verdicts =
        [
            VerdictCodes.SaltMalformed, VerdictCodes.Commitment, VerdictCodes.PayloadMalformed, VerdictCodes.Time, VerdictCodes.KeyRecord,
            VerdictCodes.KeyIntroduced, VerdictCodes.KeyRepeated, VerdictCodes.KeyEnd, VerdictCodes.KeyEndedBy, VerdictCodes.KeyUnknown,
            VerdictCodes.DiscontinuityMissing, VerdictCodes.DiscontinuityMisplaced, VerdictCodes.DiscontinuityMalformed,
            VerdictCodes.KeyNotValidAt, VerdictCodes.Algorithm, VerdictCodes.SignerNotAgency, VerdictCodes.Signature, VerdictCodes.AccessTags,
        ];
        verdicts.Except(TextsOf("Fsck.resx").Keys).ShouldBeEmpty();
    }

    [Fact]
    public void covers_every_purpose()
    {
        var grounds = typeof(Ground).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(method => method.ReturnType == typeof(Ground))
            .Select(method => (Ground)method.Invoke(null, [.. method.GetParameters().Select(_ => "x")])!).ToArray();
        grounds.Length.ShouldBeGreaterThanOrEqualTo(8);
        foreach (var ground in grounds)
            foreach (var language in (string[])["zh-CN", "en"])
                Purposes.Texts.GetString(ground.Purpose, CultureInfo.GetCultureInfo(language))
                    .ShouldNotBeNull($"{ground.Purpose} has no text in {language}");
    }

    [Fact]
    public void covers_every_need_of_a_step()
    {
        foreach (var need in typeof(Need).GetFields().Select(field => (string)field.GetValue(null)!))
            foreach (var language in (string[])["zh-CN", "en"])
                Purposes.Texts.GetString(need, CultureInfo.GetCultureInfo(language))
                    .ShouldNotBeNull($"{need} has no text in {language}");
    }

    [Fact]
    public void covers_every_check_of_a_verification()
    {
        string[] codes =
        [
            .. typeof(CheckCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
            .. Enum.GetValues<LicenceStatus>().Select(CheckCodes.Of),
            .. FileJudgement.Codes,
        ];
        codes.Order().ShouldBe(TextsOf("Checks.resx").Keys.Order());
    }

    private static void ShouldBeWorded(params string[] codes)
    {
        // An import's faults have a family of their own; every other code is a problem of the API.
        var worded = TextsOf("Problems.resx").Keys.Intersect(TextsOf("Problems.zh-CN.resx").Keys)
            .Union(TextsOf("ImportFaults.resx").Keys.Intersect(TextsOf("ImportFaults.zh-CN.resx").Keys)).ToHashSet();
        codes.Where(code => !worded.Contains(code)).ShouldBeEmpty();
    }

    private static Dictionary<string, string> TextsOf(string file) =>
        XDocument.Load(Path.Combine(Resources, file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static string[] PlaceholdersOf(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[0-9]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex HanCharacter();

    [GeneratedRegex("""new(?: Refusal| IdentifierFault)?\("(?<code>[a-z]+(?:-[a-z0-9]+)+)"[,)]""")]
    private static partial Regex DomainCode();

    [GeneratedRegex("""(?:\bOf|\bInvalid|new BadRequest|new Refusal)\((?:[^"();]*,)?\s*"(?<code>[a-z]+(?:-[a-z0-9]+)+)"[,)]""")]
    private static partial Regex ServerCode();
}
