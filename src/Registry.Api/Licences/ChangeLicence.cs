using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Licences;

/// <summary>变更: a new version with other fields on its face; the holder stays. Reading the old face is recorded.</summary>
internal static class ChangeLicence
{
    public sealed record Request(IReadOnlyDictionary<string, string> Fields);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/change", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Change a licence's face 变更").ProducesChange();

    private static async Task<IResult> Handle(
        LicenceId id, Request body, IfMatch version, CommandRunner commands, Disclosure disclosure, TimeProvider clock)
    {
        if (FormFields.Fault(body.Fields) is { } field)
            return Problems.Invalid("form-field-malformed", $"fields.{field}");
        return await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller), DecideAsync);

        async Task<Decision<LicenceEvent>> DecideAsync(Licence licence)
        {
            // What would be refused anyway discloses nothing.
            if (LicenceDecider.Change(licence, licence.Face, clock.Today()) is { Refusal: not null } refused)
                return refused;
            var receipt = await disclosure.RecordAsync(
                AccessPolicy.OnLicence(commands.Caller.Actor, licence, await commands.Caller.StandingAsync()), licence.Face.Subject, DataClass.Licence, $"licence/{id}");
            if (receipt is null)
                return AccessPolicy.NotYours;
            if (await disclosure.OpenAsync(receipt, licence.Face, CancellationToken.None) is not { } face)
                return LicenceDecider.HolderErased;
            var fields = new SortedDictionary<string, string>(face.Fields.ToDictionary(), StringComparer.Ordinal);
            foreach (var (name, value) in body.Fields)
                fields[name] = value;
            return LicenceDecider.Change(
                licence, Personal<LicenceFace>.Of(licence.Face.Subject, face with { Fields = fields }), clock.Today());
        }
    }
}
