using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;

namespace Registry.Api.SharingService;

/// <summary>
/// The sharing service in the style of GB/T 36906-2018, for other departments' systems. Its names, its envelope and its return codes are
/// a face over what is there: grants, accesses, copies, verification.
/// </summary>
internal static class SharingServiceRoutes
{
    public const string Path = "/CertShare";

    public static void MapSharingService(this WebApplication app)
    {
        var service = app.MapGroup(Path).RequireAuthorization(Policies.AskSharingService).WithTags("Sharing service 共享服务")
            .WithMetadata(new SpeaksReturnCodes());
        QueryCertInfoByHolder.Map(service);
        QueryCertInfoByQrCode.Map(service);
        DownloadCertFile.Map(service);
        FetchCertFile.Map(service);
        VerifyCertFile.Map(service);
    }

    /// <summary>No grant of the caller's for that. It says nothing of anybody's licences: what it depends on is the caller's own.</summary>
    public static ProblemHttpResult NoRight => Problems.Of(StatusCodes.Status404NotFound, AccessPolicy.SharingNotOpen.Code);

    /// <summary>A refusal there is the problem that it is everywhere, and has the standard's head besides: neither kind of client misses its code.</summary>
    public static void AddReturnCode(ProblemDetailsContext context)
    {
        // Where something was thrown, the context has lost its endpoint.
        var endpoint = context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.HttpContext.GetEndpoint();
        var problem = context.ProblemDetails;
        if (endpoint?.Metadata.GetMetadata<SpeaksReturnCodes>() is not null && problem.Extensions.TryGetValue("code", out var code))
            problem.Extensions["head"] = new AnswerHead(ReturnCodes.Of((string)code!, problem.Status), problem.Title!);
    }
}

/// <summary>Marks a route whose answers have the standard's head, and whose token may come in the request's.</summary>
internal sealed record SpeaksReturnCodes;
