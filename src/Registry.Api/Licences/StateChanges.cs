using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.LicenceTypes;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Licences;

/// <summary>What needs nothing but a reason: done at once, or proposed where the licence's type wants two officers for it.</summary>
internal sealed class StateChanges(CommandRunner commands, LicenceTypeCatalogue types, TimeProvider clock)
{
    public async Task<IResult> RunAsync(LicenceId id, LicenceOperation operation, string reason, IfMatch version) =>
        Reasons.Check(reason) ?? await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller), async licence =>
            {
                var (remark, today) = (Personal<Remark>.Of(licence.Face.Subject, new(reason)), clock.Today());
                return (await types.OfAsync(commands.Caller.Tenant, licence.Identifier.Type))?.NeedsTwo(licence, operation) == true
                    ? LicenceProposalDecider.Propose(licence, operation, remark, commands.Caller.Actor.Id, today)
                    : LicenceStateDecider.Decide(licence, operation, remark, today);
            });
}
