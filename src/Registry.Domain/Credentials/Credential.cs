using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Credentials;

/// <summary>One credential of a version of a licence.</summary>
/// <param name="Reported">What its wallet last said became of it; null where none said anything.</param>
public sealed record Credential(
    CredentialId Id, LicenceId Licence, int Version, Uscc Issuer, Personal<CredentialText> Text, WalletReport? Reported = null)
{
    public static Credential Evolve(Credential? state, CredentialId id, CredentialEvent fact) => (state, fact) switch
    {
        (null, CredentialEvent.Minted m) => new(id, m.Licence, m.Version, m.Issuer, m.Text),
        ({ } c, CredentialEvent.Reported r) => c with { Reported = r.What },
        _ => throw new CorruptStreamException(id.ToString(), state is null ? null : "minted", fact.GetType().Name),
    };
}
