using Registry.Domain.Licences;

namespace Registry.Domain.Credentials;

/// <summary>When a licence can be carried in a wallet.</summary>
public static class CredentialDecider
{
    public static readonly Refusal LicenceNotValid = new("credential-licence-not-valid");

    /// <summary>Nobody has said what such a licence has on it.</summary>
    public static readonly Refusal TypeUnknown = new("credential-type-unknown");

    /// <summary>What a wallet says twice is one fact.</summary>
    public static Decision<CredentialEvent> Report(Credential credential, WalletReport what) =>
        credential.Reported == what ? (CredentialEvent[])[] : new CredentialEvent.Reported(what);

    /// <summary>Only of a licence that is valid today; what it becomes later, its status list tells.</summary>
    public static Refusal? Refuse(Licence licence, DateOnly today) =>
        LicenceVerification.Judge(licence, licence.Identifier.Version, today) is LicenceVerdict.Valid ? null : LicenceNotValid;
}
