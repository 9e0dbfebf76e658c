using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.LicenceTypes;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.Licences;

/// <summary>
/// What gives a licence another face: the old one is read, on record, and the new one checked against the type's version in force, which
/// the licence follows from then on. The holders stay, and each has the new face. Where the licence's type wants two officers, the new face is proposed, sealed.
/// </summary>
internal sealed class FaceChanges(
    CommandRunner commands, LicenceTypeCatalogue types, LicencePlaces places, Disclosure disclosure, TimeProvider clock)
{
    public delegate Decision<LicenceEvent> Decide(
        Licence licence, LicenceTypeVersion? type, LicenceFace face, LicenceSlotId? slot, DateOnly today, IReadOnlyList<CoHolder> others);

    /// <param name="changes">Values by field; an empty one takes the field off the face.</param>
    public async Task<IResult> RunAsync(
        LicenceId id, LicenceOperation operation, IReadOnlyDictionary<string, string> changes, IfMatch version, Decide decide)
    {
        if (FormFields.Fault(changes) is { } field)
            return Problems.Invalid("form-field-malformed", $"fields.{field}");
        return await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller), (licence, session) => DecideAsync(licence, operation, changes, session, decide));
    }

    private async Task<Decision<LicenceEvent>> DecideAsync(
        Licence licence, LicenceOperation operation, IReadOnlyDictionary<string, string> changes, WriteSession session, Decide decide)
    {
        // What would be refused anyway discloses nothing.
        var today = clock.Today();
        if (LicenceDecider.RefuseChange(licence, today) is { } refused)
            return refused;
        var receipt = await disclosure.RecordAsync(
            AccessPolicy.OnLicence(commands.Caller.Actor, licence, await commands.Caller.StandingAsync()), licence.Holders,
            DataClass.Licence, $"licence/{licence.Id}");
        if (receipt is null)
            return AccessPolicy.NotYours;
        var faces = await disclosure.OpenAsync(receipt, licence.Faces, CancellationToken.None);
        if (faces.Each.Contains(null))
            return LicenceDecider.HolderErased;

        var old = faces.First!;
        var face = old with { Fields = Merge(old.Fields, changes) };
        // A licence that names no version keeps its face as it was: nothing says what may stand on it.
        var type = licence.TypeVersion is null ? null : (await types.OfAsync(commands.Caller.Tenant, licence.Identifier.Type))!;
        var slots = licence.Holders.Select(holder =>
            type is null ? null : places.Of(licence.Identifier.Type, type.InForce!.Definition, holder, face.Fields)).ToList();
        var others = licence.Others.Index().Select(one =>
            new CoHolder(one.Item.Subject, faces.Each[one.Index + 1]!.Holder, slots[one.Index + 1])).ToList();
        var decision = decide(licence, type?.InForce, face, slots[0], today, others);
        return type?.NeedsTwo(licence, operation) == true
            ? LicenceProposalDecider.ProposeVersion(licence, decision, commands.Caller.Actor.Id, today)
            : await LicencePlaces.TakeAsync(session, licence, decision, today);
    }

    private static SortedDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string> changes)
    {
        var merged = new SortedDictionary<string, string>(fields.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in changes)
            if (value.Length == 0)
                merged.Remove(name);
            else
                merged[name] = value;
        return merged;
    }
}
