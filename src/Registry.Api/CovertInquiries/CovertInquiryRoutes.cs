namespace Registry.Api.CovertInquiries;

internal static class CovertInquiryRoutes
{
    public static void MapCovertInquiries(this RouteGroupBuilder api)
    {
        var inquiries = api.MapGroup("/covert-inquiries").WithTags("Covert inquiries 秘密查询");
        RequestCovertInquiry.Map(inquiries);
        ListCovertInquiries.Map(inquiries);
        CountSealedSlots.Map(inquiries);
        GetCovertInquiry.Map(inquiries);
        AuthoriseCovertInquiry.Map(inquiries);
        AskToExtendCovertInquiry.Map(inquiries);
        ExtendCovertInquiry.Map(inquiries);
        EndCovertInquiry.Map(inquiries);
    }
}
