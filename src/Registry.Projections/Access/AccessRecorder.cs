using Registry.Domain.Access;
using Registry.Domain.Personal;
using Registry.Projections.Log;

namespace Registry.Projections.Access;

/// <summary>What somebody is about to see, or was refused.</summary>
/// <param name="Subjects">Whose data it is; empty for a stretch of the log, which names nobody in particular.</param>
public sealed record AccessIntent(
    Actor Actor, AccessRuling Ruling, IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, string? Correlation);

/// <summary>Commits the access event first; only then is there a receipt to open anything with.</summary>
public sealed class AccessRecorder(RegistrySessions sessions)
{
    /// <summary>A receipt, or null when the ruling refuses: that is recorded too.</summary>
    public async Task<AccessReceipt?> RecordAsync(string tenant, AccessIntent intent)
    {
        await using var session = sessions.Open(tenant, new Act(intent.Actor, intent.Correlation) { Ground = intent.Ruling.Ground });
        AccessEvent attempt = intent.Ruling.Refusal is { } refusal
            ? new AccessEvent.Refused(intent.Subjects, intent.Data, intent.Resource, refusal.Code)
            : new AccessEvent.Disclosed(intent.Subjects, intent.Data, intent.Resource, intent.Ruling.Fields);
        var fact = session.Events.BuildEvent(attempt);
#pragma warning disable RS0030 // a fact is made here, not folded
        fact.Id = Guid.CreateVersion7();
        session.Events.StartStream<AccessSegment>(Guid.NewGuid(), fact);
#pragma warning restore RS0030

        // Never a request's token: a caller who hangs up must not leave it open whether the access was recorded.
        await session.SaveChangesAsync(CancellationToken.None);
        return intent.Ruling.Refusal is null ? new AccessReceipt(tenant, fact.Id, intent.Subjects) : null;
    }
}
