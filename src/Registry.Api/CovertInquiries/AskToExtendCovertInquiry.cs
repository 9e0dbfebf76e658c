using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Personal;

namespace Registry.Api.CovertInquiries;

/// <summary>An officer of the agency asks that the person learn of it on a later day. The day stays until somebody else grants it.</summary>
internal static class AskToExtendCovertInquiry
{
    public sealed record Request(string Reason, DateOnly ReleaseOn);

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/extension-request", Handle).RequireAuthorization(Policies.InvestigateCovertly).CarriesNothingPersonal()
            .WithSummary("Ask for a later day of release 申请延期公布").ProducesChange();

    private static async Task<IResult> Handle(
        CovertInquiryId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<CovertInquiry, CovertInquiryId, CovertInquiryEvent>(
            id, version, Authority.OverCovertInquiry(commands.Caller),
            inquiry => CovertInquiryDecider.AskToExtend(
                inquiry, commands.Caller.Actor.Id, new Remark(body.Reason), body.ReleaseOn, clock.Today()));
}
