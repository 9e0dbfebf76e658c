using System.CommandLine;
using System.Security.Cryptography;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;

namespace Registry.Verifier.Witness;

/// <summary>
/// registry-verify witness serve: cosigns the checkpoints of the logs it follows (C2SP tlog-witness@5ba5ee8). Needs nothing
/// from the log's operator but the log's verifier key.
/// </summary>
internal static class WitnessCommand
{
    private const string Description = """
        运行见证服务：只为与此前所见一致的检查点签署。
        Runs a witness: cosigns only checkpoints that extend what it has seen before.

        存储目录是见证方的记忆：不得删除、回退或从备份恢复。
        The store is the witness's memory: never delete it, roll it back, or restore it from a backup.
        """;

    public static Command Build()
    {
        var store = new Option<DirectoryInfo>("--store") { Description = "状态目录（本地文件系统）/ Directory of its state, on a local file system", Required = true };
        var key = new Option<FileInfo>("--key") { Description = "私钥文件（PKCS#8 PEM，0600），首次使用时生成 / Private key file, made on first use", Required = true };
        var name = new Option<string>("--name") { Description = "见证方名称，例如 witness.example/w1 / The witness's name", Required = true };
        var log = new Option<string[]>("--log") { Description = "所见证日志的校验密钥，可重复 / Verifier key of a log to follow; repeatable" };
        var policy = new Option<FileInfo?>("--policy") { Description = "策略文件，取其中的 log 行 / A policy file whose log lines are followed" };
        var urls = new Option<string>("--urls")
        {
            Description = "监听地址 / Where to listen; TLS ends at a proxy in front",
            DefaultValueFactory = _ => "http://localhost:5090",
        };
        var serve = new Command("serve", Description) { store, key, name, log, policy, urls };
        serve.SetAction((parsed, stop) => ServeAsync(
            parsed.GetRequiredValue(store), parsed.GetRequiredValue(key), parsed.GetRequiredValue(name),
            parsed.GetValue(log) ?? [], parsed.GetValue(policy), parsed.GetRequiredValue(urls), stop));
        return new Command("witness", "见证方 / A witness of logs") { serve };
    }

    private static async Task<int> ServeAsync(
        DirectoryInfo store, FileInfo key, string name, string[] vkeys, FileInfo? policy, string urls, CancellationToken stop)
    {
        try
        {
            var logs = new List<NoteVerifierKey>();
            foreach (var vkey in vkeys)
            {
                if (!NoteVerifierKey.TryParse(vkey, out var log, out var reason) || log is null)
                    return Refuse("log-unreadable", reason ?? "");
                logs.Add(log);
            }
            if (policy is not null)
            {
                if (!TlogPolicy.TryParse(await File.ReadAllBytesAsync(policy.FullName, stop), out var read, out var reason) || read is null)
                    return Refuse("policy-unreadable", reason ?? "");
                logs.AddRange(read.Logs.Select(log => log.Key));
            }
            if (logs.Count == 0)
                return Refuse("nothing-to-follow");
            if (!NoteVerifierKey.IsName(name))
                return Refuse("name-malformed", name);
            if (WitnessKeyFile.IsOpenToOthers(key.FullName))
                return Refuse("key-open-to-others", key.FullName);
            using var signer = WitnessKeyFile.OpenOrCreate(key.FullName);
            await new WitnessServer(new WitnessStore(store.FullName), new(name, signer), logs).RunAsync(urls, stop);
            return 0;
        }
        catch (CryptographicException e)
        {
            return Refuse("key-unreadable", e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            return Refuse("cannot-serve", e.Message);
        }
    }

    private static int Refuse(string text, params object[] arguments)
    {
        foreach (var language in Language.For(null))
            Console.Error.WriteLine(language.OfWitness(text, arguments));
        return ExitCode.Usage;
    }
}
