using System.CommandLine;
using System.Text;
using System.Text.Json;
using Registry.Domain.Bundle;
using Registry.Domain.Cases;
using Registry.Domain.Export;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Replay;

namespace Registry.Verifier;

/// <summary>registry-verify replay: folds a licence or case out of a bundle or export that it has verified.</summary>
internal static class ReplayCommand
{
    private const string Description = """
        由证据包或导出文件重演一件证照或办件的状态；先核验文件，再输出状态（JSON，个人信息保持密封）。
        Replays the state of a licence or case from a bundle or an export: verifies the file first, then prints the state (JSON,
        personal values stay sealed).

        退出码 / Exit codes:
           0  已重演，且与 --compare 相同 / replayed, and the same as --compare
           1  与 --compare 不同，或文件被篡改 / differs from --compare, or the file was tampered with
           2  不完整，或其中没有该证照或办件 / incomplete, or no such licence or case in it
           3  校验密钥不可信 / untrusted key
           4  已过时 / stale
          64  用法错误或文件无法读取 / wrong usage or unreadable file
        """;

    private sealed record Given(
        FileInfo File, string? Licence, string? Case, long? AtIndex, string? AtTime, long? KnownAtIndex, FileInfo? Compare);

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "证据包或导出文件 / The bundle or export" };
        var licence = new Option<string?>("--licence") { Description = "证照：标识或编号 / The licence: its id or its identifier" };
        var @case = new Option<string?>("--case") { Description = "办件的标识 / Id of the case" };
        var atIndex = new Option<long?>("--at-index") { Description = "截至该条目（含）/ As of this entry, which still counts" };
        var atTime = new Option<string?>("--at-time") { Description = "截至该时刻（含），RFC 3339 / As of this time, inclusive" };
        var known = new Option<long?>("--known-at-index") { Description = "以该条目之后的日志所知为限 / As known after this entry" };
        var compare = new Option<FileInfo?>("--compare") { Description = "与此状态文件比较 / State to compare with" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var demands = new DemandOptions();

        var command = new Command("replay", Description) { file, licence, @case, atIndex, atTime, known, compare, lang };
        demands.AddTo(command);
        command.SetAction(parsed => Run(
            new(
                parsed.GetRequiredValue(file), parsed.GetValue(licence), parsed.GetValue(@case), parsed.GetValue(atIndex),
                parsed.GetValue(atTime), parsed.GetValue(known), parsed.GetValue(compare)),
            demands.Of(parsed), Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(Given given, GivenDemands givenDemands, IReadOnlyList<Language> languages)
    {
        try
        {
            if (!givenDemands.TryRead(out var demands, out var code, out var reason))
                return Refusal.Print(languages, code, reason);
            if (ReplayOf(given) is not { } replay)
                return Refusal.Print(languages, "replay-usage", "--licence | --case, --at-time");
            using var compared = given.Compare is null ? null : JsonDocument.Parse(File.ReadAllBytes(given.Compare.FullName));
            using var input = given.File.OpenRead();
            var (outcome, report, loss, note) = ReplayProgress.Show(input, watched => Verify(watched, demands, replay, languages));
            if (outcome is not ExportOutcome.Ok)
            {
                Console.Error.Write(report);
                return (int)outcome;
            }
            if (note is not null)
                givenDemands.Remember(note);
            // Standard output is the state alone.
            foreach (var language in loss is null ? [] : languages)
                Console.Error.WriteLine(DiscontinuityText.Of(loss!, language));
            return Answer(replay, compared?.RootElement, languages);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or JsonException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static StreamReplay? ReplayOf(Given given)
    {
        DateTimeOffset? time = null;
        if (given.AtTime is { } text)
        {
            if (!AsOf.TryReadTime(text, out var read))
                return null;
            time = read;
        }
        var asOf = new AsOf(given.AtIndex, time, given.KnownAtIndex);
        return given switch
        {
            { Licence: { } licence, Case: null } when LicenceId.TryParse(licence, null, out var id) =>
                StreamReplay.OfLicence(id, asOf),
            { Licence: { } licence, Case: null } when LicenceIdentifier.TryRead(licence, out var identifier, out _) =>
                StreamReplay.OfLicence(LicenceId.Of(identifier), asOf),
            { Licence: null, Case: { } @case } when CaseId.TryParse(@case, null, out var id) => StreamReplay.OfCase(id, asOf),
            _ => null,
        };
    }

    // An export begins with its head, a zip does not; there only is a note to remember.
    private static (ExportOutcome Outcome, string Report, Discontinuity? Loss, string? Note) Verify(
        Stream input, BundleDemands demands, StreamReplay replay, IReadOnlyList<Language> languages)
    {
        using var scratch = new ScratchFiles();
        var first = input.ReadByte();
        input.Position = 0;
        if (first == '{')
        {
            var verifier = new ExportVerifier(demands.Key, replay.Take, scratch.Room);
            var verdict = ExportLines.Verify(input, verifier);
            return (verdict.Outcome, new Report(verdict, null).ToText(languages), verifier.Summary.Discontinuity, null);
        }
        var bundle = new BundleVerifier(demands, replay.Take, scratch.Room);
        var report = bundle.Verify(input);
        return (report.Verdict.Outcome, BundleText.ToText(report, languages), report.Summary?.Discontinuity, bundle.CheckpointNote);
    }

    private static int Answer(StreamReplay replay, JsonElement? compared, IReadOnlyList<Language> languages)
    {
        if (replay.Fault is { } fault)
            return Say(languages, fault.Code, fault.Detail, fault.Code == ReplayFault.EventUnknown ? ExportOutcome.Tampered : ExportOutcome.Incomplete);
        if (replay.ToJson() is not { } state)
            return Say(languages, "replay-nothing", null, ExportOutcome.Incomplete);
        Console.Out.Write(Encoding.UTF8.GetString(state));
        if (compared is not { } other)
            return 0;
        using var own = JsonDocument.Parse(state);
        return StateComparison.FirstDifference(own.RootElement, other) is { } member
            ? Say(languages, "replay-differs", member, ExportOutcome.Tampered)
            : Say(languages, "replay-same", null, ExportOutcome.Ok);
    }

    private static int Say(IReadOnlyList<Language> languages, string text, string? detail, ExportOutcome outcome)
    {
        foreach (var language in languages)
            Console.Error.WriteLine($"{language.Of(text)} {detail}".TrimEnd());
        return (int)outcome;
    }
}
