using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.CovertInquiries;

namespace Registry.Api.CovertInquiries;

/// <summary>An officer or the supervisor of the agency ends it: no more looks, and the person sees all of it at once.</summary>
internal static class EndCovertInquiry
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/ending", Handle).RequireAuthorization(Policies.EndCovertInquiries).CarriesNothingPersonal()
            .WithSummary("End a covert inquiry, which releases it 结束并公布秘密查询").ProducesChange();

    private static Task<IResult> Handle(CovertInquiryId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<CovertInquiry, CovertInquiryId, CovertInquiryEvent>(
            id, version, Authority.OverCovertInquiry(commands.Caller),
            inquiry => CovertInquiryDecider.End(inquiry, commands.Caller.Actor.Id, clock.Today()));
}
