namespace Registry.Api.Delegations;

internal static class DelegationRoutes
{
    public static void MapDelegations(this RouteGroupBuilder api)
    {
        var delegations = api.MapGroup("/my/delegations").WithTags("Delegations 委托");
        GrantDelegation.Map(delegations);
        ListDelegations.Map(delegations);
        RevokeDelegation.Map(delegations);
    }
}
