namespace Registry.Api.Emergencies;

internal static class EmergencyRoutes
{
    public static void MapEmergencies(this RouteGroupBuilder api)
    {
        AskInEmergency.Map(api);
        var emergencies = api.MapGroup("/emergencies").WithTags("Emergencies 应急查阅");
        ListEmergencies.Map(emergencies);
        ReleaseEmergency.Map(emergencies);
        EndEmergency.Map(emergencies);
    }
}
