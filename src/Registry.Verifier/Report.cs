using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Registry.Domain.Export;

namespace Registry.Verifier;

/// <summary>What is printed at the end.</summary>
/// <param name="Summary">Only of a sound export: of any other nothing is known for certain.</param>
internal sealed record Report(ExportVerdict Verdict, ExportSummary? Summary)
{
    // Chinese as it is: the output is read by people and programs, never pasted into a web page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToText(IReadOnlyList<Language> languages) =>
        string.Join('\n', languages.Select(language => string.Concat(Lines(language).Select(line => line + "\n"))));

    /// <summary>One object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Outcome = JsonNamingPolicy.KebabCaseLower.ConvertName(Verdict.Outcome.ToString()),
            Verdict.Code,
            Verdict.Index,
            Verdict.Detail,
            Text = new Dictionary<string, string>
            {
                [Language.Chinese.Tag] = Language.Chinese.Of(Verdict),
                [Language.English.Tag] = Language.English.Of(Verdict),
            },
            Summary,
        },
        Json) + "\n";

    private IEnumerable<string> Lines(Language language)
    {
        var head = language.Of(Verdict.Outcome.ToString());
        yield return Verdict.Outcome is ExportOutcome.Ok ? head : $"{head} [{Verdict.Code}]{PlaceIn(language)}";
        yield return "  " + language.Of(Verdict);
        if (Summary?.Discontinuity is { } loss)
            yield return "  " + DiscontinuityText.Of(loss, language);
        if (Summary is not { } sound)
        {
            yield return Row("evidence", Verdict.Detail);
            yield break;
        }
        yield return Row("log", sound.Log);
        yield return Row("entries", sound.Size.ToString(CultureInfo.InvariantCulture));
        yield return Row("root", sound.Root);
        yield return Row("chain", sound.Chain);
        yield return Row("keys", sound.Keys.ToString(CultureInfo.InvariantCulture));
        yield return Row("streams", sound.Streams.ToString(CultureInfo.InvariantCulture));
        foreach (var suspect in sound.Suspects)
            yield return "  " + string.Format(
                CultureInfo.InvariantCulture, language.Of("suspect"), suspect.First, suspect.Last, suspect.Kid, suspect.Owner);
        yield return Row("vkey", sound.VerifierKey);
        yield return "  " + language.Of(sound.Followed ? "followed" : sound.Pinned ? "pinned" : "not-pinned");
        if (sound.Rooted)
            yield return "  " + language.Of("rooted");

        string Row(string label, string value) => $"  {language.Of(label)} {value}";
    }

    private string PlaceIn(Language language) =>
        Verdict.Index is { } index ? string.Format(CultureInfo.InvariantCulture, language.Of("at-entry"), index) : "";
}
