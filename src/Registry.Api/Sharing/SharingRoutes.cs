namespace Registry.Api.Sharing;

internal static class SharingRoutes
{
    public static void MapSharing(this RouteGroupBuilder api)
    {
        var grants = api.MapGroup("/sharing-grants").WithTags("Sharing 共享授权");
        ProposeSharingGrant.Map(grants);
        ListSharingGrants.Map(grants);
        ApproveSharingGrant.Map(grants);
        RevokeSharingGrant.Map(grants);
    }
}
