namespace Registry.Verifier;

/// <summary>What the tool says when it verified nothing.</summary>
internal static class Refusal
{
    public static int Print(IReadOnlyList<Language> languages, string text, string? reason)
    {
        foreach (var language in languages)
            Console.Error.WriteLine($"{language.Of(text)} {reason}");
        return ExitCode.Usage;
    }
}
