using Registry.Domain.Licences;

namespace Registry.Domain.Access;

public static partial class AccessPolicy
{
    /// <summary>Too many wrong answers were given about that licence: the holder sees who went on asking.</summary>
    public static readonly Refusal MatchesTooMany = new("matches-too-many");

    /// <summary>
    /// On whether a licence is a person's and has a value that an officer who verifies was told: one yes or no for all of it, and nothing of
    /// either is shown.
    /// </summary>
    /// <param name="field">Of the face; null where only the holder's name is asked about.</param>
    /// <param name="tooMany">Whether too many wrong answers were given of late.</param>
    public static AccessRuling OnMatch(Actor actor, Licence licence, Standing? standing, string? field, bool tooMany)
    {
        var step = $"licence/{licence.Id}/{licence.Status}";
        if (actor.Role is not Role.Verifier)
            return Deny(step, NotYours);
        return (RefuseDuty(actor, standing) ?? (tooMany ? MatchesTooMany : null)) is { } refusal
            ? Deny(step, refusal)
            : Grant(Ground.Verification(step),
                [
                    FieldTable.Matched(FieldTable.HolderName),
                    .. field is null ? (string[])[] : [FieldTable.Matched(FieldTable.FormField(field))],
                ]);
    }
}
