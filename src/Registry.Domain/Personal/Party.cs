using Registry.Domain.Identifiers;

namespace Registry.Domain.Personal;

/// <summary>A person or organisation as the register knows it: name and code (GB/T 36903 appendix A).</summary>
public sealed record Party(string Name, HolderCodeType CodeType, string Code);

/// <summary>Free text written about somebody, such as the reason of a refusal. Free text is always personal.</summary>
public sealed record Remark(string Text);
