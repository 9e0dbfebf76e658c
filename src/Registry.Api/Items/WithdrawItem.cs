using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;

namespace Registry.Api.Items;

/// <summary>The item takes no new cases; open ones are handled to the end.</summary>
internal static class WithdrawItem
{
    public static void Map(RouteGroupBuilder items) =>
        items.MapPost("/{code}/withdrawal", Handle).RequireAuthorization(Policies.ManageItems).CarriesNothingPersonal()
            .WithSummary("Withdraw a service item").ProducesChange();

    private static Task<IResult> Handle(ItemCode code, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<ServiceItem, ServiceItemId, ServiceItemEvent>(
            ServiceItemId.Of(code), version, _ => Task.FromResult<Ground?>(Ground.Administration()),
            item => ServiceItemDecider.Withdraw(item, clock.Today()));
}
