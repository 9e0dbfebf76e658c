using System.Text;
using Registry.Domain.Export;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>Lines that no exporter writes: each gets a verdict, none an exception.</summary>
public sealed class Verifying_hostile_lines
{
    private static readonly string Vkey = LogKey.VerifierKey.ToString();

    public static TheoryData<string, string> Heads => new()
    {
        { "", "not-json" },
        { "\uFEFF{}", "not-json" },
        { "null", "not-json" },
        { "[]", "not-json" },
        { new string('[', 100), "not-json" },
        { "{}", "head-malformed" },
        { "{\"a\":1,\"a\":1}", "not-canonical" },
        { Head("registry.example/log/340100", "\"3\""), "head-malformed" },
        { Head("registry.example/log/340100", "null"), "head-malformed" },
        { Head("registry.example/log/340100", "-1"), "head-malformed" },
        { Head("registry.example/log/340100", "1.5"), "head-malformed" },
        { Head("registry.example/log/340100", "3.0"), "not-canonical" },
        { Head("registry.example/log/340100", "03"), "not-json" },
        { Head("registry.example/log/340100", "1e+30"), "head-malformed" },
        { Head("registry.example/log/340100", "9223372036854776000"), "head-malformed" },
        { Head("registry.example/log/340100", "9007199254740992"), "head-malformed" },
        { Head("registry.example/log/340100", "9223372036854775807"), "not-canonical" },
        { Head("", "3"), "head-malformed" },
        { Head("registry.example/é", "3"), "head-malformed" },
        { Head("registry.example/other", "3"), "vkey-other-log" },
        { $"{{\"format\":\"registry/export/v1\",\"log\":5,\"size\":3,\"vkey\":\"{Vkey}\"}}", "head-malformed" },
        { $"{{\"format\":\"registry/export/v2\",\"log\":\"{Origin}\",\"size\":3,\"vkey\":\"{Vkey}\"}}", "head-malformed" },
        { $"{{\"format\":\"registry/export/v1\",\"log\":\"{Origin}\",\"size\":3,\"vkey\":[]}}", "head-malformed" },
        { $"{{\"format\":\"registry/export/v1\",\"log\":\"{Origin}\",\"size\":3,\"vkey\":\"x+1+y\"}}", "vkey-malformed" },
        { Head(Origin, "3,\"tail\":1"), "head-malformed" },
    };

    public static TheoryData<string, string> Entries => new()
    {
        { "{}", "line-malformed" },
        { "{\"chain\":1,\"entry\":{},\"payload\":{},\"salt\":\"\"}", "line-malformed" },
        { "{\"chain\":\"\",\"entry\":{},\"payload\":{},\"salt\":[]}", "line-malformed" },
        { "{\"chain\":\"\",\"entry\":null,\"payload\":{},\"salt\":\"\"}", "entry-malformed" },
        { "{\"chain\":\"\",\"entry\":{},\"more\":1,\"payload\":{},\"salt\":\"\"}", "line-malformed" },
        { "{\"chain\":\"\",\"entry\":{},\"payload\":{},\"salt\":\"\\ud800\"}", "not-canonical" },
    };

    public static TheoryData<string> Tails => new()
    {
        { "{\"checkpoint\":5}" },
        { "{\"checkpoint\":null}" },
        { "{\"checkpoint\":\"\",\"more\":1}" },
        { "{}" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void a_head(string line, string code) => Verify(Encoding.UTF8.GetBytes(line + "\n")).Code.ShouldBe(code);

    [Theory]
    [MemberData(nameof(Entries))]
    public void an_entry(string line, string code)
    {
        var verdict = Verify([.. LinesOf(Facts())[0], .. Encoding.UTF8.GetBytes(line), (byte)'\n']);
        (verdict.Code, verdict.Index).ShouldBe((code, 0));
    }

    /// <summary>The entry in the line is sound, so that it need not be parsed with it; what is wrong lies around it.</summary>
    [Theory]
    [InlineData(",\"payload\":", ",\"entry\":0,\"payload\":", "not-canonical")]
    [InlineData(",\"payload\":", ",\"f\":0,\"payload\":", "line-malformed")]
    [InlineData(",\"payload\":", ", \"payload\":", "not-canonical")]
    [InlineData(",\"payload\":", "1,\"payload\":", "not-json")]
    [InlineData(",\"payload\":", "},\"payload\":", "not-json")]
    [InlineData("\"entry\":{", "\"entry\":0{", "not-json")]
    [InlineData("\"entry\":{", "\"entry\":[{", "not-json")]
    [InlineData("\"entry\":{", "\"d\":{},\"entry\":{", "line-malformed")]
    [InlineData("{\"chain\":\"", "{\"chain\":\"\\q", "not-json")]
    [InlineData("{\"chain\":\"", "[{\"chain\":\"", "not-json")]
    public void a_line_around_an_entry(string sound, string wrong, string code)
    {
        var lines = LinesOf(Facts());
        var line = Encoding.UTF8.GetString(lines[1]);
        line.ShouldContain(sound);
        var verdict = Verify([.. lines[0], .. Encoding.UTF8.GetBytes(line.Replace(sound, wrong, StringComparison.Ordinal))]);
        (verdict.Code, verdict.Index).ShouldBe((code, 0));
    }

    [Theory]
    [MemberData(nameof(Tails))]
    public void a_checkpoint(string line) =>
        Verify([.. LinesOf([])[0], .. Encoding.UTF8.GetBytes(line), (byte)'\n']).Code.ShouldBe("checkpoint-malformed");

    [Theory]
    [InlineData("+", "checkpoint-signature")]
    [InlineData("", "checkpoint-signature")]
    public void a_checkpoint_that_is_no_note(string note, string code) =>
        Verify([.. LinesOf([])[0], .. ExportFormat.Tail(note)]).Code.ShouldBe(code);

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\\n")]
    [InlineData("AAAA")]
    [InlineData("")]
    [InlineData("????????????????????????????????????????????")]
    public void a_salt(string salt)
    {
        var lines = LinesOf(Facts());
        var text = Encoding.UTF8.GetString(lines[1]);
        lines[1] = Encoding.UTF8.GetBytes(text[..(text.LastIndexOf(':') + 1)] + $"\"{salt}\"}}\n");
        Verify(Join(lines)).Code.ShouldBe("salt-malformed");
    }

    [Fact]
    public void random_bytes_and_random_damage_never_throw()
    {
        var random = new Random(20260301);
        var file = Join(LinesOf(Facts()));
        for (var i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. file];
            var at = random.Next(file.Length);
            random.NextBytes(damaged.AsSpan(at, random.Next(Math.Min(40, file.Length - at)) + 1));
            if (!damaged.AsSpan().SequenceEqual(file))
                Verify(damaged).Outcome.ShouldNotBe(ExportOutcome.Ok);
        }
    }

    /// <summary>Evidence is printed on terminals: what a file says must not move the cursor or fill the screen.</summary>
    [Fact]
    public void evidence_is_short_and_printable()
    {
        var line = "{\"chain\":\"\\u001b[2J" + new string('x', 5000) + "\u202E\u009B\",";
        var lines = LinesOf(Facts());
        lines[1] = Encoding.UTF8.GetBytes(line + Encoding.UTF8.GetString(lines[1])[(10 + 64 + 2)..]);
        var verdict = Verify(Join(lines));
        verdict.Code.ShouldBe("chain-broken");
        verdict.Detail.ShouldStartWith("Expected ");
        verdict.Detail.Length.ShouldBeLessThan(600);
        verdict.Detail.ShouldAllBe(c => !char.IsControl(c) && c != '\u202E');
    }

    private static string Head(string log, string size) =>
        $"{{\"format\":\"registry/export/v1\",\"log\":\"{log}\",\"size\":{size},\"vkey\":\"{Vkey}\"}}";
}
