using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Credentials;

/// <summary>One credential of a version of a licence.</summary>
public sealed record Credential(CredentialId Id, LicenceId Licence, int Version, Uscc Issuer, Personal<CredentialText> Text)
{
    public static Credential Evolve(Credential? state, CredentialId id, CredentialEvent fact) => (state, fact) switch
    {
        (null, CredentialEvent.Minted m) => new(id, m.Licence, m.Version, m.Issuer, m.Text),
        _ => throw new CorruptStreamException(id.ToString(), state is null ? null : "minted", fact.GetType().Name),
    };
}
