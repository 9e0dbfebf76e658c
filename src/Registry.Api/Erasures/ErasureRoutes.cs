namespace Registry.Api.Erasures;

internal static class ErasureRoutes
{
    public static void MapErasures(this RouteGroupBuilder api)
    {
        var erasures = api.MapGroup("/erasures").WithTags("Erasures 删除个人信息");
        RequestErasure.Map(erasures);
        ListErasures.Map(erasures);
        GetErasure.Map(erasures);
        ApproveErasure.Map(erasures);
        RefuseErasure.Map(erasures);
        WithdrawErasure.Map(erasures);
    }
}
