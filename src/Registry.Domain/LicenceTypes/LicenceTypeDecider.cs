using Registry.Domain.Identifiers;

namespace Registry.Domain.LicenceTypes;

/// <summary>草案 → 另一人发布 | 否决. A published version never changes; a further one is for licences to come.</summary>
public static class LicenceTypeDecider
{
    public static readonly Refusal DraftOpen = new("licence-type-draft-open");
    public static readonly Refusal NoDraft = new("licence-type-no-draft");
    public static readonly Refusal OwnDraft = new("licence-type-own-draft");

    /// <param name="type">Null for a type that is not there yet.</param>
    /// <param name="by">Staff id.</param>
    public static Decision<LicenceTypeEvent> Propose(
        LicenceType? type, LicenceTypeCode code, LicenceTypeDefinition definition, string by)
    {
        if (type is { Draft: not null })
            return DraftOpen;
        return LicenceTypeCheck.Refuse(definition) is { } refusal
            ? refusal
            : new LicenceTypeEvent.Drafted(code, definition, by);
    }

    public static Decision<LicenceTypeEvent> Publish(LicenceType type, string by, DateOnly today)
    {
        if (type.Draft is not { } draft)
            return NoDraft;
        return draft.By == by ? OwnDraft : new LicenceTypeEvent.Published(type.Newest + 1, by, today);
    }

    public static Decision<LicenceTypeEvent> Reject(LicenceType type, string by) =>
        type.Draft is null ? NoDraft : new LicenceTypeEvent.Rejected(by);
}
