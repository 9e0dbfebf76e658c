namespace Registry.Api.Authorities;

internal static class DutyRoutes
{
    public static void MapDuties(this RouteGroupBuilder api)
    {
        var officers = api.MapGroup("/officers/{officer}").WithTags("Directory 目录");
        GetOfficer.Map(officers);
        GiveDuty.Map(officers);
        EndDuty.Map(officers);
    }
}
