using System.CommandLine;
using System.Globalization;
using Registry.Domain.Anchoring;
using Registry.Domain.Bundle;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Verifier;

/// <summary>The options for what a verifier brings along, the same for every command that reads bundles.</summary>
internal sealed class DemandOptions
{
    private readonly Option<string?> vkey = new("--vkey")
    {
        Description = "从其他渠道取得的日志校验密钥：文本或文件 / The log's verifier key as known from elsewhere: text or file",
    };

    private readonly Option<string?> origin = new("--origin")
    {
        Description = "证据包应属的日志 / The log that the bundle must be of",
    };

    private readonly Option<FileInfo?> root = new("--root")
    {
        Description = "登记机关根公钥（PEM）：须为登记机关及日志的密钥背书 / The authority's root key (PEM), which must endorse its keys and the log's",
    };

    private readonly Option<FileInfo?> policy = new("--policy")
    {
        Description = "您自己的见证策略（C2SP tlog-policy）/ Your own witness policy (C2SP tlog-policy)",
    };

    private readonly Option<FileInfo?> tsaRoot = new("--tsa-root")
    {
        Description = "所信任时间戳机构的根证书（PEM）：须有其时间戳 / Root certificates of trusted time-stamp authorities (PEM): one must have stamped the log",
    };

    private readonly Option<FileInfo?> last = new("--last")
    {
        Description = "上次所见检查点的文件：须为其延续 / File with the checkpoint seen last: the bundle must extend it",
    };

    private readonly Option<FileInfo?> remember = new("--remember")
    {
        Description = "核验通过后将检查点写入此文件 / File to write the checkpoint to once all is ok",
    };

    private readonly Option<TimeSpan?> maxAge = new("--max-age")
    {
        Description = "检查点的最长时限，如 1.00:00:00（天.时:分:秒）/ Greatest age of the checkpoint, as days.hours:minutes:seconds",
    };

    private readonly Option<DateTimeOffset?> now = new("--now")
    {
        Description = "以此时刻代替本机时钟 / A time in place of this machine's clock",
        CustomParser = result => DateTimeOffset.TryParse(
            result.Tokens.Single().Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : Fail(result),
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[vkey, root, origin, policy, tsaRoot, last, remember, maxAge, now])
            command.Add(option);
    }

    public GivenDemands Of(ParseResult parsed) => new(
        parsed.GetValue(vkey), parsed.GetValue(root), parsed.GetValue(origin), parsed.GetValue(policy), parsed.GetValue(tsaRoot),
        parsed.GetValue(last), parsed.GetValue(remember), parsed.GetValue(maxAge), parsed.GetValue(now) ?? TimeProvider.System.GetUtcNow());

    private static DateTimeOffset? Fail(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError("--now: RFC 3339");
        return null;
    }
}

/// <summary>The options as given; files are not read yet.</summary>
internal sealed record GivenDemands(
    string? Vkey, FileInfo? Root, string? Origin, FileInfo? Policy, FileInfo? TsaRoot, FileInfo? Last, FileInfo? RememberIn,
    TimeSpan? MaxAge, DateTimeOffset Now)
{
    /// <param name="code">Name of the text that says what is wrong.</param>
    public bool TryRead(out BundleDemands demands, out string code, out string? reason)
    {
        (demands, code) = (new(Now) { Origin = Origin, MaxAge = MaxAge }, "vkey-unreadable");
        if (!PinnedKey.TryRead(Vkey, out var key, out reason))
            return false;
        code = "root-unreadable";
        reason = Root?.Name;
        var root = Root is null ? null : RootKey.FromPem(File.ReadAllText(Root.FullName));
        if (Root is not null && root is null)
            return false;
        code = "policy-unreadable";
        TlogPolicy? policy = null;
        if (Policy is not null && !TlogPolicy.TryParse(File.ReadAllBytes(Policy.FullName), out policy, out reason))
            return false;
        code = "tsa-root-unreadable";
        TimeStampRoots? stamps = null;
        if (TsaRoot is not null && (stamps = TimeStampRoots.FromPem(File.ReadAllText(TsaRoot.FullName), out reason)) is null)
            return false;
        code = "last-unreadable";
        Checkpoint? last = null;
        if (Last is not null && (last = ReadLast(Last, key, out reason)) is null)
            return false;
        demands = demands with { Key = key, Root = root, Policy = policy, TimeStampRoots = stamps, Last = last };
        return true;
    }

    public void Remember(string note)
    {
        if (RememberIn is { FullName: var path })
            DurableFile.Replace(path, note);
    }

    // One's own file is believed; where it is of the log whose key is pinned, it must be that key's all the same.
    private static Checkpoint? ReadLast(FileInfo file, NoteVerifierKey? key, out string? reason)
    {
        var note = SignedNote.Parse(File.ReadAllBytes(file.FullName));
        reason = note.Reason;
        if (!note.Ok)
            return null;
        if (!Checkpoint.TryParse(note.Value.Text, out var read, out reason) || key is null || read!.Origin != key.Name)
            return read;
        var opened = Checkpoint.Open(note.Value.ToString(), key);
        reason = opened.Reason;
        return opened.Value;
    }
}
