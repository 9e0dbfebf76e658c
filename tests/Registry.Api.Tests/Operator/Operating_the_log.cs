using System.Text.Json;
using Registry.Api.Tests.Verification;

namespace Registry.Api.Tests.Operator;

/// <summary>Each command that looks after log and keys, run once as an operator runs it: its answer and its exit code.</summary>
public sealed class Operating_the_log(OperatedLog log) : IClassFixture<OperatedLog>
{
    private const string Agency = "11340100MB1AC012X9";

    [Fact]
    public async Task fsck_and_reconcile_say_that_all_is_well_and_what_is_not()
    {
        await log.ShouldBeSoundAsync();
        var reconciled = await log.RunAsync("log", "reconcile");
        (reconciled.ExitCode, reconciled.Output).ShouldBe((0, $"{await log.SizeAsync()} 条目，一致 / entries, everything agrees\n"));

        await TamperAsync();
        var fsck = await log.RunAsync("fsck");
        fsck.ExitCode.ShouldBe(1);
        fsck.Output.ShouldContain("[leaf-differs] 340100/2026 #1 ");
        fsck.Output.Split('\n').First(line => line.StartsWith("[leaf-differs]", StringComparison.Ordinal)).ShouldContain(" / ");
        var json = await log.RunAsync("fsck", "--json");
        json.ExitCode.ShouldBe(1);
        using (var report = JsonDocument.Parse(json.Output))
            report.RootElement.GetProperty("findings").EnumerateArray()
                .ShouldContain(found => found.GetProperty("code").GetString() == "leaf-differs" && found.GetProperty("index").GetInt64() == 1);
        var missed = await log.RunAsync("log", "reconcile");
        missed.ExitCode.ShouldBe(1);
        missed.Output.ShouldStartWith("不一致 / Does not agree: 340100/2026: entry 1 is not what was sequenced.");

        await TamperAsync();
        (await log.RunAsync("fsck", "--skip-read-models")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task keys_are_listed_rotated_and_retired()
    {
        var old = await LiveKeyAsync();
        var list = await log.RunAsync("keys", "list");
        list.ExitCode.ShouldBe(0);
        list.Output.ShouldContain($"{old}  {Agency}  ES256    有效 / live\n");
        (await RefusalAsync("keys", "retire", old)).ShouldStartWith("key-no-successor: ");
        (await RefusalAsync("keys", "retire", "AAAAAAAAAAAAAAAA")).ShouldStartWith("key-unknown: ");
        (await RefusalAsync("keys", "rotate", "11340100000000000X")).ShouldStartWith("key-unknown: ");

        var rotated = await log.RunAsync("keys", "rotate", Agency);
        rotated.ExitCode.ShouldBe(0, rotated.Errors);
        var kid = await LiveKeyAsync();
        rotated.Output.ShouldBe($"新密钥 / new key: {kid}\n旧密钥 / old key: {old}  (keys retire {old})\n");

        var retired = await log.RunAsync("keys", "retire", old, "--reason", "Scheduled");
        (retired.ExitCode, retired.Output).ShouldBe((0, $"已停用 / retired: {old}\n"));
        (await log.RunAsync("keys", "list")).Output.ShouldContain($"{old}  {Agency}  ES256    已停用 / retired\n");
        await log.GrowAsync();
        await log.StopAsync();
        await log.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task the_logs_own_keys_are_listed_with_the_others()
    {
        await log.RunAsync("keys", "rotate", "log");
        await log.GrowAsync();
        await log.StopAsync();
        using var keys = JsonDocument.Parse((await log.RunAsync("keys", "list", "--json")).Output);
        var ofLog = keys.RootElement.EnumerateArray().Where(key => key.GetProperty("owner").GetString() == "log").ToArray();
        ofLog.Length.ShouldBe(2);
        ofLog[0].GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null);
        ofLog[1].GetProperty("from").GetInt64().ShouldBeGreaterThan(0);
        var text = (await log.RunAsync("keys", "list")).Output;
        foreach (var key in ofLog)
        {
            key.EnumerateObject().Select(member => member.Name)
                .ShouldBe(["kid", "owner", "algorithm", "log", "vkey", "isLive", "held", "from", "until"]);
            var (kid, vkey) = (key.GetProperty("kid").GetString()!, key.GetProperty("vkey").GetString()!);
            (key.GetProperty("algorithm").GetString(), key.GetProperty("log").GetString()).ShouldBe(("Ed25519", "340100/2026"));
            (key.GetProperty("isLive").GetBoolean(), key.GetProperty("held").GetBoolean()).ShouldBe((true, true));
            text.ShouldContain($"{kid}  log                 Ed25519  有效 / live  {vkey}\n");
        }
        File.Move(KeyFileOf(ofLog[0]), KeyFileOf(ofLog[0]) + ".away");
        (await log.RunAsync("keys", "list")).Output.ShouldContain(
            $"{ofLog[0].GetProperty("kid").GetString()}  log                 Ed25519  有效 / live  私钥不在此处 / private key not here  ");
        File.Move(KeyFileOf(ofLog[0]) + ".away", KeyFileOf(ofLog[0]));

        string KeyFileOf(JsonElement key) => Path.Combine(log.FileOf("data"), "keys", $"log-340100.{key.GetProperty("kid").GetString()}.pem");
    }

    [Fact]
    public async Task a_bundle_is_written_and_verifies_and_of_what_is_not_there_is_none()
    {
        var file = log.FileOf("all.zip");
        var written = await log.RunAsync("bundle", "--out", file);
        written.ExitCode.ShouldBe(0, written.Errors);
        written.Output.ShouldContain($"已写入 / written: {file}\n");
        var key = written.Output.Split("核验公钥 / verifier key: ")[1].Trim();
        (await VerifierProcess.RunAsync("bundle", file, "--vkey", key)).ExitCode.ShouldBe(0);

        var none = await log.RunAsync("bundle", "--scope", "licence", "--id", Guid.NewGuid().ToString(), "--out", log.FileOf("none.zip"));
        (none.ExitCode, none.Errors).ShouldBe((1, "尚未发布，或没有所要的内容 / Not published yet, or nothing of the kind.\n"));
    }

    // A second time undoes it.
    private Task TamperAsync() => log.AsOwner(
        """
        alter table {schema}.log_entry disable trigger user;
        update {schema}.log_entry set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where idx = 1;
        alter table {schema}.log_entry enable always trigger append_only;
        """);

    private async Task<string> LiveKeyAsync()
    {
        using var keys = JsonDocument.Parse((await log.RunAsync("keys", "list", "--json")).Output);
        return keys.RootElement.EnumerateArray().Last(key => key.GetProperty("owner").GetString() == Agency && key.GetProperty("isLive").GetBoolean())
            .GetProperty("kid").GetString()!;
    }

    private async Task<string> RefusalAsync(params string[] command)
    {
        var refused = await log.RunAsync(command);
        refused.ExitCode.ShouldBe(2, refused.Output);
        refused.Errors.ShouldContain(" / ");
        return refused.Errors;
    }
}
