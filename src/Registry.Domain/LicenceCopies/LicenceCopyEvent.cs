using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.LicenceCopies;

/// <summary>A fact about one copy of a licence. Closed: only nested records can derive.</summary>
public abstract record LicenceCopyEvent
{
    private LicenceCopyEvent() { }

    /// <summary>加注件制作: of one version of a licence, for a recipient and a purpose, until a time (GB/T 36903: certificateCopy…).</summary>
    /// <param name="Identifier">Of the version that was copied.</param>
    public sealed record Made(
        LicenceId Licence, LicenceIdentifier Identifier, CopyMaker Maker, Personal<CopyNote> Note, DateTimeOffset At, DateTimeOffset Until)
        : LicenceCopyEvent;

    /// <summary>By the holder or an officer of the issuing agency: from now on it is not to be relied on.</summary>
    public sealed record Revoked(CopyMaker By, DateTimeOffset At) : LicenceCopyEvent;
}

public enum CopyMaker
{
    Holder,

    /// <summary>Of the agency that issued the licence.</summary>
    Officer,

    /// <summary>A system of another agency, under a sharing grant of the one that issued it.</summary>
    Grantee,
}

/// <summary>What is noted on the copy; personal, because it says with whom the holder deals.</summary>
/// <param name="Recipient">Who it is for, 1 to 200 characters.</param>
/// <param name="Purpose">certificateCopyCause 使用事由, 1 to 200 characters.</param>
public sealed record CopyNote(string Recipient, string Purpose);
