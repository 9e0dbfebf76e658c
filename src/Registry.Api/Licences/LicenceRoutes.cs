namespace Registry.Api.Licences;

internal static class LicenceRoutes
{
    public static void MapLicences(this RouteGroupBuilder api)
    {
        var licences = api.MapGroup("/licences").WithTags("Licences 证照");
        MintLicence.Map(licences);
        ListLicences.Map(licences);
        GetLicence.Map(licences);
        RenewLicence.Map(licences);
        ChangeLicence.Map(licences);
        CorrectLicence.Map(licences);
        SuspendLicence.Map(licences);
        RestoreLicence.Map(licences);
        RevokeLicence.Map(licences);
        CancelLicence.Map(licences);
        WithdrawLicence.Map(licences);
        LapseLicence.Map(licences);
        BeginTransfer.Map(licences);
        CancelTransfer.Map(licences);
        CompleteTransfer.Map(licences);
        AcceptTransfer.Map(licences);
        GetProposal.Map(licences);
        ApproveProposal.Map(licences);
        DismissProposal.Map(licences);
        GetMetadata.Map(licences);
        ReplayLicence.Map(api);
    }
}
