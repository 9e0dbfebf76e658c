using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;

namespace Registry.Domain.Documents;

/// <summary>What a licence's file tells by itself, question by question.</summary>
/// <param name="Kind">Null for none that is known.</param>
/// <param name="Licence">That it is of; null unless the file is whole and its issuer's.</param>
/// <param name="IsTest">Under a test seal, which has no legal effect, however sound.</param>
/// <param name="Copy">Which copy it is, of a file that is a copy and is believed; null otherwise.</param>
public sealed record FileCheck(
    FileKind? Kind, CredentialCheck Answers, LicenceIdentifier? Licence, bool IsTest = false, LicenceCopyId? Copy = null)
{
    /// <summary>Of a file of no known kind.</summary>
    public static readonly FileCheck Unreadable = Without(null, CheckAnswer.Bad(CheckCodes.FileKindUnknown));

    private static CheckAnswer NotChecked => CheckAnswer.Unknown(CheckCodes.NotChecked);

    /// <summary>Of a credential, judged by whoever has the keys.</summary>
    public static FileCheck Of(CredentialCheck credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential is { Integrity.State: CheckState.Good, Issuer.State: CheckState.Good, Claims: { } claims }
            && LicenceIdentifier.TryRead(Jws.Text(claims, LicenceCredential.IdentifierClaim), out var licence, out _)
            ? OfIssuer(new(FileKind.SdJwt, credential, licence), IsOf(claims, licence.Issuer))
            : new(FileKind.SdJwt, credential, null);
    }

    /// <summary>With what the registry says of the copy that it is: that it was taken back is in no file.</summary>
    /// <param name="copy">Null where the registry has none of that name.</param>
    public FileCheck WithCopy(LicenceCopy? copy) => copy switch
    {
        null => this with { Answers = Answers with { Status = CheckAnswer.Bad(CheckCodes.CopyUnknown) } },
        { IsRevoked: true } => this with { Answers = Answers with { Status = CheckAnswer.Bad(CheckCodes.CopyRevoked) } },
        _ => this,
    };

    /// <summary>Of one whose integrity or issuer is at fault, or that names no licence: nothing else is asked.</summary>
    internal static FileCheck Without(FileKind? kind, CheckAnswer integrity, CheckAnswer? issuer = null) => new(
        kind, new(integrity, issuer ?? NotChecked, NotChecked, NotChecked, NotChecked, null), null);

    /// <summary>The same, if its signer is the body that the identifier names; else nothing more is believed.</summary>
    internal static FileCheck OfIssuer(FileCheck check, bool isIssuer) => isIssuer
        ? check
        : Without(check.Kind, check.Answers.Integrity, CheckAnswer.Bad(CheckCodes.SignerNotIssuer)) with { IsTest = check.IsTest };

    private static bool IsOf(JsonObject claims, Uscc issuer) => Jws.Text(claims, "iss") is { } iss && Names(iss, issuer);

    /// <summary>Whether an issuer's address, …/agency/CODE, is that body's.</summary>
    internal static bool Names(string address, Uscc issuer) => address.EndsWith($"/{issuer}", StringComparison.Ordinal);
}
