namespace Registry.Api.Notices;

internal static class NoticeRoutes
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        var notices = api.MapGroup("/my/notices").WithTags("Notices 访问通知");
        ListNotices.Map(notices);
        StreamNotices.Map(notices);
        GetSubscription.Map(notices);
        Subscribe.Map(notices);
        EndSubscription.Map(notices);
    }
}
