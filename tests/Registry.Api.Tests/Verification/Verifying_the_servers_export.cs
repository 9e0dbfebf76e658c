using System.Text;
using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Api.Tests.Verification;

public sealed class Verifying_the_servers_export(ExportedHistory history) : IClassFixture<ExportedHistory>
{
    private const int Flips = 300;

    // RFC 8032 7.1, test 1: some other log's key.
    private const string Rfc8032PublicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    [Fact]
    public async Task is_ok_with_the_pinned_key_and_says_so_in_both_languages()
    {
        var run = await VerifierProcess.ExportAsync(history.File, "--vkey", history.Vkey);
        run.Error.ShouldBe("");
        run.Output.ShouldSatisfyAllConditions(
            o => o.ShouldContain("核验通过"), o => o.ShouldContain("\nOK\n"), o => o.ShouldContain(history.Vkey),
            o => o.ShouldContain("The verifier key is the one you pinned."));
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task takes_the_key_from_a_file_and_speaks_one_language_when_asked()
    {
        var key = Path.GetTempFileName();
        await File.WriteAllTextAsync(key, history.Vkey + "\n", TestContext.Current.CancellationToken);
        var english = await VerifierProcess.ExportAsync(history.File, "--vkey", key, "--lang", "en");
        File.Delete(key);
        english.ExitCode.ShouldBe(0);
        english.Output.ShouldStartWith("OK\n");
        english.Output.ShouldNotContain("核验");
        (await VerifierProcess.ExportAsync(history.File, "--lang", "zh")).Output.ShouldNotContain("The history is whole");
    }

    [Fact]
    public async Task says_that_a_key_out_of_the_export_proves_less()
    {
        var run = await VerifierProcess.ExportAsync(history.File);
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("NOT pinned");
        run.Output.ShouldContain("--vkey");
    }

    [Fact]
    public async Task gives_programs_one_json_object()
    {
        var run = await VerifierProcess.ExportAsync(history.File, "--vkey", history.Vkey, "--json");
        using var json = JsonDocument.Parse(run.Output);
        var (verdict, summary) = (json.RootElement, json.RootElement.GetProperty("summary"));
        verdict.GetProperty("outcome").GetString().ShouldBe("ok");
        summary.GetProperty("pinned").GetBoolean().ShouldBeTrue();
        summary.GetProperty("log").GetString().ShouldBe(history.Vkey.Split('+')[0]);
        summary.GetProperty("size").GetInt64().ShouldBe(history.File.Count(b => b == '\n') - 2);
        run.Output.Count(c => c == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task tells_the_index_and_the_meaning_of_a_flipped_bit()
    {
        var run = await VerifierProcess.ExportAsync(WithFlippedBitInEntry(3));
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("被篡改 [chain-broken]，条目 3");
        run.Output.ShouldContain("TAMPERED [chain-broken] at entry 3");
        run.Output.ShouldContain("Expected ");

        var json = await VerifierProcess.ExportAsync(WithFlippedBitInEntry(3), "--json");
        json.ExitCode.ShouldBe(1);
        using var verdict = JsonDocument.Parse(json.Output);
        verdict.RootElement.GetProperty("index").GetInt64().ShouldBe(3);
        verdict.RootElement.GetProperty("summary").ValueKind.ShouldBe(JsonValueKind.Null);
        verdict.RootElement.GetProperty("text").GetProperty("zh-CN").GetString()!.ShouldContain("哈希链");
    }

    [Fact]
    public async Task has_an_exit_code_for_each_outcome()
    {
        (await VerifierProcess.ExportAsync(history.File[..^1])).ExitCode.ShouldBe(2);
        (await VerifierProcess.ExportAsync([])).ExitCode.ShouldBe(2);
        var other = NoteVerifierKey.FromEd25519(history.Vkey.Split('+')[0], Convert.FromHexString(Rfc8032PublicKey)).ToString();
        (await VerifierProcess.ExportAsync(history.File, "--vkey", other)).ExitCode.ShouldBe(3);
    }

    [Theory]
    [InlineData("export")]
    [InlineData("export", "no-such-file")]
    [InlineData("export", "/")]
    [InlineData("export", "registry-verify.dll", "--vkey", "no-key")]
    [InlineData("export", "registry-verify.dll", "--lang", "fr")]
    [InlineData("export", "registry-verify.dll", "--what")]
    [InlineData("what")]
    [InlineData]
    public async Task wrong_usage_is_no_verdict(params string[] arguments)
    {
        var run = await VerifierProcess.RunAsync(arguments);
        run.ExitCode.ShouldBe(64);
        run.Error.ShouldNotBe("");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task help_documents_the_exit_codes()
    {
        var run = await VerifierProcess.RunAsync("export", "--help");
        run.ExitCode.ShouldBe(0);
        foreach (var meaning in new[] { "0  通过 / ok", "1  被篡改 / tampered", "2  不完整 / incomplete", "3  校验密钥不可信", "64  用法错误" })
            run.Output.ShouldContain(meaning);
    }

    [Fact]
    public void every_bit_flipped_at_random_is_found()
    {
        var random = new Random(340100);
        for (var i = 0; i < Flips; i++)
        {
            var bit = random.Next(history.File.Length * 8);
            byte[] flipped = [.. history.File];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            using var stream = new MemoryStream(flipped);
            var verdict = ExportLines.Verify(stream, new ExportVerifier(pinned: null));
            verdict.Outcome.ShouldNotBe(ExportOutcome.Ok, $"bit {bit}");
        }
    }

    [Fact]
    public void a_stream_that_comes_in_small_pieces_is_read_all_the_same()
    {
        using var whole = new MemoryStream(history.File);
        using var pieces = new InPieces(whole);
        ExportLines.Verify(pieces, new ExportVerifier(pinned: null)).Code.ShouldBe(VerdictCodes.Ok);
    }

    [Fact]
    public void a_line_without_end_is_refused_in_constant_memory()
    {
        var head = history.File[..(Array.IndexOf(history.File, (byte)'\n') + 1)];
        using var stream = new MemoryStream([.. head, .. new byte[10 << 20]]);
        ExportLines.Verify(stream, new ExportVerifier(pinned: null)).Code.ShouldBe(VerdictCodes.LineTooLong);
    }

    private byte[] WithFlippedBitInEntry(int index)
    {
        byte[] file = [.. history.File];
        var at = 0;
        for (var line = 0; line <= index; line++)
            at = Array.IndexOf(file, (byte)'\n', at) + 1;
        // A hexadecimal digit of the chain value stays one.
        var digit = at + Encoding.ASCII.GetByteCount("{\"chain\":\"");
        file[digit] = file[digit] == (byte)'0' ? (byte)'1' : (byte)'0';
        return file;
    }

    /// <summary>A pipe gives what it has.</summary>
    private sealed class InPieces(Stream inner) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 777));
    }
}
