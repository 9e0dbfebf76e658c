namespace Registry.Api.Items;

internal static class ItemRoutes
{
    public static void MapItems(this RouteGroupBuilder api)
    {
        var items = api.MapGroup("/items").WithTags("Items 事项");
        ListItems.Map(items);
        GetItem.Map(items);
        PublishItem.Map(items);
        WithdrawItem.Map(items);
    }
}
