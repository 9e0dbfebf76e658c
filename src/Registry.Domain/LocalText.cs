namespace Registry.Domain;

/// <summary>A text in Chinese with its English beside it.</summary>
public sealed record LocalText(string Zh, string En)
{
    /// <summary>The text for a language tag; Chinese unless the tag asks for English.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? En : Zh;
}
