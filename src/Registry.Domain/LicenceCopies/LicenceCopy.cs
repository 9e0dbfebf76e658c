using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.LicenceCopies;

/// <summary>A copy of a licence: what revoking and reading it need to know.</summary>
/// <param name="Identifier">Of the version that was copied.</param>
public sealed record LicenceCopy(
    LicenceCopyId Id, LicenceId Licence, LicenceIdentifier Identifier, Personal<CopyNote> Note, DateTimeOffset Until, bool IsRevoked)
{
    public Uscc Issuer => Identifier.Issuer;

    /// <summary>Why it is not to be relied on now; null where it is.</summary>
    public Refusal? RefuseUse(DateTimeOffset now) => IsRevoked ? LicenceCopyDecider.AlreadyRevoked : Until <= now ? LicenceCopyDecider.Over : null;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static LicenceCopy Evolve(LicenceCopy? state, LicenceCopyId id, LicenceCopyEvent fact) => (state, fact) switch
    {
        (null, LicenceCopyEvent.Made m) => new(id, m.Licence, m.Identifier, m.Note, m.Until, IsRevoked: false),
        ({ } c, LicenceCopyEvent.Revoked) => c with { IsRevoked = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Licence.ToString(), fact.GetType().Name),
    };
}
