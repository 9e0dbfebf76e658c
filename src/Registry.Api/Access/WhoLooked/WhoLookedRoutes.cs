using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Api.Log;
using Registry.Api.Pages;

namespace Registry.Api.Access.WhoLooked;

/// <summary>谁看过我的数据: the pages for the person, their delegate and an organisation's representative. What they show and do is the API's.</summary>
internal static class WhoLookedRoutes
{
    public const string Looks = "/my/accesses";
    public const string Notices = "/my/notices";
    public const string Acting = "/my/acting";
    public const string Leaving = "/my/leaving";

    public static void MapWhoLooked(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").RequireAuthorization(Policies.OwnData).WithMetadata(new SignedInPage())
            .AddEndpointFilter(PageForms.GuardAsync).ExcludeFromDescription();
        pages.MapGet(Looks, LooksPage.HandleAsync).CarriesNothingPersonal().TakesDelegation();
        pages.MapGet($"{Looks}/export", ExportAccesses.Handle).CarriesNothingPersonal().TakesDelegation();
        pages.MapGet($"{Looks}/evidence", GetBundle.Handle).RecordsAccess().TakesDelegation();
        pages.MapGet($"{Looks}/{{access:guid}}/objection", ObjectionPage.AskAsync).CarriesNothingPersonal().TakesDelegation();
        pages.MapPost($"{Looks}/{{access:guid}}/objection", ObjectionPage.TakeAsync).CarriesNothingPersonal().TakesDelegation();
        pages.MapGet($"{Looks}/{{access:guid}}/objection/answer", AnswerPage.HandleAsync).RecordsAccess().TakesDelegation();
        pages.MapGet(Notices, NoticesPage.AskAsync).CarriesNothingPersonal();
        pages.MapPost(Notices, NoticesPage.TakeAsync).CarriesNothingPersonal();
        pages.MapPost(Acting, ActingPage.TakeAsync).CarriesNothingPersonal();
        pages.MapPost(Leaving, ActingPage.LeaveAsync).CarriesNothingPersonal();
    }
}
