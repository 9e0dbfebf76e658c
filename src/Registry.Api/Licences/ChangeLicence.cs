using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>变更: a new version with other fields on its face; the holder stays. Reading the old face is recorded. The new
/// face is checked against the type's version in force, which the licence follows from then on.</summary>
internal static class ChangeLicence
{
    public sealed record Request(IReadOnlyDictionary<string, string> Fields);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/change", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Change a licence's face 变更").ProducesChange();

    private static async Task<IResult> Handle(
        LicenceId id, Request body, IfMatch version, CommandRunner commands, LicenceTypeCatalogue types, LicencePlaces places,
        Disclosure disclosure, TimeProvider clock)
    {
        if (FormFields.Fault(body.Fields) is { } field)
            return Problems.Invalid("form-field-malformed", $"fields.{field}");
        return await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller), DecideAsync);

        async Task<Decision<LicenceEvent>> DecideAsync(Licence licence, WriteSession session)
        {
            // What would be refused anyway discloses nothing.
            var today = clock.Today();
            if (LicenceDecider.RefuseChange(licence, today) is { } refused)
                return refused;
            // A licence that names no version keeps its face as it was: nothing says what may stand on it.
            var type = licence.TypeVersion is null
                ? null
                : (await types.OfAsync(commands.Caller.Tenant, licence.Identifier.Type))!.InForce;
            var receipt = await disclosure.RecordAsync(
                AccessPolicy.OnLicence(commands.Caller.Actor, licence, await commands.Caller.StandingAsync()), licence.Face.Subject, DataClass.Licence, $"licence/{id}");
            if (receipt is null)
                return AccessPolicy.NotYours;
            if (await disclosure.OpenAsync(receipt, licence.Face, CancellationToken.None) is not { } face)
                return LicenceDecider.HolderErased;
            var fields = new SortedDictionary<string, string>(face.Fields.ToDictionary(), StringComparer.Ordinal);
            foreach (var (name, value) in body.Fields)
                fields[name] = value;
            var slot = type is null ? null : places.Of(licence.Identifier.Type, type.Definition, licence.Face.Subject, fields);
            var decision = LicenceDecider.Change(licence, type, face with { Fields = fields }, slot, today);
            if (decision.Refusal is null && slot is { } place && place != licence.Slot
                && await LicencePlaces.TakeAsync(session, place, id, today) is { } occupied)
                return occupied;
            return decision;
        }
    }
}
