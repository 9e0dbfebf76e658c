using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Access;

/// <summary>Names a person or organisation in a body, never in a URL. It becomes a keyed tag at once and is kept nowhere.</summary>
/// <param name="CodeType">Three digits after GB/T 36903 appendix A.</param>
internal sealed record PersonCode(HolderCodeType CodeType, string Code)
{
    private const int Longest = 64;

    public bool IsWellFormed => IsCode(CodeType, Code);

    public SubjectTag Tag(SubjectVault vault) => vault.TagOf(CodeType, Code);

    /// <summary>Whether it can be a code of that type; citizen ids and USCCs have check digits.</summary>
    public static bool IsCode(HolderCodeType type, string? code) =>
        code is { Length: > 0 and <= Longest }
        && (type != HolderCodeType.CitizenId || CitizenId.TryRead(code, out _, out _))
        && (type != HolderCodeType.Uscc || Uscc.TryRead(code, out _, out _));
}
