namespace Registry.Api.Cases;

internal static class CaseRoutes
{
    public static void MapCases(this RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/cases").WithTags("Cases 办件");
        SubmitCase.Map(cases);
        ListCases.Map(cases);
        GetCase.Map(cases);
        UnmaskField.Map(cases);
        ConsentToCase.Map(cases);
        DeclineCase.Map(cases);
        RecordConsent.Map(cases);
        AcceptCase.Map(cases);
        TakeOverCase.Map(cases);
        AssignCase.Map(cases);
        RefuseCase.Map(cases);
        ApproveCase.Map(cases);
        RejectCase.Map(cases);
        WithdrawCase.Map(cases);
        RequestCorrection.Map(cases);
        CorrectCase.Map(cases);
        RefuseCorrection.Map(cases);
        CloseCase.Map(cases);
        ReplayCase.Map(api);
    }
}
