using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.CovertInquiries;

namespace Registry.Api.CovertInquiries;

/// <summary>The second person grants the later day that was asked for; the day before stays visible.</summary>
internal static class ExtendCovertInquiry
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/extension", Handle).RequireAuthorization(Policies.Supervise).CarriesNothingPersonal()
            .WithSummary("Grant a later day of release 批准延期公布").ProducesChange();

    private static Task<IResult> Handle(CovertInquiryId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<CovertInquiry, CovertInquiryId, CovertInquiryEvent>(
            id, version, Authority.OverCovertInquiry(commands.Caller),
            inquiry => CovertInquiryDecider.Extend(inquiry, commands.Caller.Actor.Id, clock.Today()));
}
