namespace Registry.Api.Objections;

internal static class ObjectionRoutes
{
    public static void MapObjections(this RouteGroupBuilder api)
    {
        var own = api.MapGroup("/my/objections").WithTags("Objections 异议");
        RaiseObjection.Map(own);
        ListOwnObjections.Map(own);
        GetOwnObjection.Map(own);
        WithdrawObjection.Map(own);
        var objections = api.MapGroup("/objections").WithTags("Objections 异议");
        ListObjections.Map(objections);
        GetObjection.Map(objections);
        TakeObjection.Map(objections);
        AnswerObjection.Map(objections);
    }
}
