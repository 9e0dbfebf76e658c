using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Verifier;

/// <summary>A bundle's report as it is printed.</summary>
internal static class BundleText
{
    // Chinese as it is: the output is read by people and programs, never pasted into a web page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToText(BundleReport report, IReadOnlyList<Language> languages) =>
        string.Join('\n', languages.Select(language => string.Concat(Lines(report, language).Select(line => line + "\n"))));

    /// <summary>One object on one line.</summary>
    public static string ToJson(BundleReport report) => JsonSerializer.Serialize(
        new
        {
            Outcome = Kebab(report.Verdict.Outcome),
            report.Verdict.Code,
            report.Verdict.Index,
            report.Verdict.Detail,
            Integrity = Answer(report.Integrity),
            Completeness = Answer(report.Completeness),
            Freshness = Answer(report.Freshness),
            report.Summary,
        },
        Json) + "\n";

    private static IEnumerable<string> Lines(BundleReport report, Language language)
    {
        yield return language.Of(report.Verdict.Outcome.ToString());
        foreach (var (question, answer) in new[]
        {
            ("integrity", report.Integrity), ("completeness", report.Completeness), ("freshness", report.Freshness),
        })
            foreach (var line in Lines(question, answer, language))
                yield return line;
        if (report.Summary is not { } sound)
            yield break;
        if (sound.Discontinuity is { } loss)
            yield return "  " + DiscontinuityText.Of(loss, language);
        yield return Row("log", sound.Log);
        yield return Row("scope", sound.Scope);
        yield return Row("checkpoint-size", Number(sound.Size));
        yield return Row("root", sound.Root);
        yield return Row("entries", Number(sound.Entries));
        yield return Row("withheld", Number(sound.Withheld));
        if (sound.Erased > 0)
            yield return Row("erased", Number(sound.Erased));
        if (sound.ErasedValues > 0)
            yield return Row("erased-values", Number(sound.ErasedValues));
        yield return Row("keys", Number(sound.Keys));
        foreach (var suspect in sound.Suspects)
            yield return "  " + string.Format(
                CultureInfo.InvariantCulture, language.Of("suspect"), suspect.First, suspect.Last, suspect.Kid, suspect.Owner);
        yield return Row("timestamps", Number(sound.TimeStamps.Count));
        foreach (var tree in sound.TimeStamps)
            yield return "  " + string.Format(
                CultureInfo.InvariantCulture, language.Of(tree.Pinned ? "stamped" : "stamped-unpinned"), tree.Size, LogEntry.TimeText(tree.At), tree.Authority);
        yield return Row("cosignatures", Number(sound.Cosignatures));
        if (sound.KnownAt is { } at)
            yield return Row("known-at", LogEntry.TimeText(at));
        if (sound.ExtendsSize is { } size)
            yield return Row("extends", Number(size));
        yield return Row("vkey", sound.VerifierKey);
        yield return "  " + language.Of(sound.Followed ? "followed" : sound.Pinned ? "pinned" : "bundle-not-pinned");
        if (sound.Rooted)
            yield return "  " + language.Of("rooted");

        string Row(string label, string value) => $"  {language.Of(label)} {value}";
    }

    private static IEnumerable<string> Lines(string question, ExportVerdict? answer, Language language)
    {
        if (answer is null)
        {
            yield return $"  {language.Of(question)} {language.Of("unjudged")}";
            yield break;
        }
        var place = answer.Index is { } index ? string.Format(CultureInfo.InvariantCulture, language.Of("at-entry"), index) : "";
        yield return $"  {language.Of(question)} {language.Of(answer.Outcome.ToString())} [{answer.Code}]{place} {language.Of(answer)}";
        if (answer.Outcome is not ExportOutcome.Ok)
            yield return $"  {language.Of("evidence")} {answer.Detail}";
    }

    private static object? Answer(ExportVerdict? verdict) => verdict is null ? null : new
    {
        Outcome = Kebab(verdict.Outcome),
        verdict.Code,
        verdict.Index,
        verdict.Detail,
        Text = new Dictionary<string, string>
        {
            [Language.Chinese.Tag] = Language.Chinese.Of(verdict),
            [Language.English.Tag] = Language.English.Of(verdict),
        },
    };

    private static string Kebab(ExportOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
