using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.CovertInquiries;

namespace Registry.Api.CovertInquiries;

/// <summary>The second person, the agency's supervisor, lets the first look.</summary>
internal static class AuthoriseCovertInquiry
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/authorisation", Handle).RequireAuthorization(Policies.Supervise).CarriesNothingPersonal()
            .WithSummary("Authorise a covert inquiry 批准秘密查询").ProducesChange();

    private static Task<IResult> Handle(CovertInquiryId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<CovertInquiry, CovertInquiryId, CovertInquiryEvent>(
            id, version, Authority.OverCovertInquiry(commands.Caller),
            inquiry => CovertInquiryDecider.Authorise(inquiry, commands.Caller.Actor.Id, clock.Today()));
}
