using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sharing;
using Registry.Projections;
using Registry.Projections.Personal;

namespace Registry.Api.SharingService;

/// <summary>
/// Which licences of the grant's type and owner somebody has. The code comes in the body, becomes a blind index at once and is kept nowhere; the
/// access is committed before the answer, whether or not there is any.
/// </summary>
internal static class QueryCertInfoByHolder
{
    public sealed record Request(Head Head, Query Data);

    /// <param name="HolderTypeCode">GB/T 36903 appendix A; <c>10</c> is taken for 111.</param>
    /// <param name="CertTypeCode">证照类型代码: the grant's.</param>
    /// <param name="CertNo">证照编号, for one licence alone.</param>
    /// <param name="UseCause">使用事由, kept sealed with the record of the access; auditors read it.</param>
    public sealed record Query(
        string HolderCode, HolderCodeType HolderTypeCode, LicenceTypeCode CertTypeCode, string? CertNo = null, UseCause? UseCause = null);

    public sealed record Answer(AnswerHead Head, Found Data);

    /// <param name="AccessEvent">The event that recorded this.</param>
    public sealed record Found(IReadOnlyList<CertInfo> CertInfos, Guid AccessEvent);

    public static void Map(RouteGroupBuilder service) =>
        service.MapPost("/queryCertInfoByHolderCode", Handle).RecordsAccess()
            .WithSummary("Licences of a holder, by their code; recorded 按持证主体查询证照").Produces<Answer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Request body, Caller caller, RegistrySessions sessions, SubjectVault vault, LicenceTypeCatalogue types, Disclosure disclosure,
        SharedUses uses, TimeProvider clock, CancellationToken token)
    {
        var (grant, query) = (body.Head.Grant, body.Data);
        if (query.HolderCode.Length == 0)
            return Problems.Invalid("field-missing", "data.holderCode");
        if (!PersonCode.IsCode(query.HolderTypeCode, query.HolderCode))
            return Problems.Invalid("field-malformed", "data.holderCode");
        if (UseCauses.FaultOf(query.UseCause) is { } fault)
            return Problems.Invalid("field-malformed", fault);
        var type = await types.OfAsync(caller.Tenant, query.CertTypeCode);
        if (type?.InForce is null)
            return Problems.Refused(LicenceTypeVersion.NotPublished);

        caller.ActUnder(grant);
        var standing = await caller.StandingAsync();
        var subject = vault.TagOf(query.HolderTypeCode, query.HolderCode);
        if (await disclosure.RecordAsync(
            AccessPolicy.OnExistence(caller.Actor, standing, query.CertTypeCode), [subject], DataClass.Existence, "subjects/search",
            cause: UseCauses.For(subject, query.UseCause)) is not { } receipt)
            return SharingServiceRoutes.NoRight;

        await using var session = sessions.Query(caller.Tenant);
        Licence[] found = [.. (await FindSubject.LicencesAsync(session, caller.Actor, standing, subject, token))
            .Where(licence => query.CertNo is null || query.CertNo == licence.Identifier.Serial)];
        return found.Length == 0
            ? Problems.NotFound()
            : TypedResults.Ok(new Answer(AnswerHead.Success, new(await CertInfo.OfAsync(found, type, caller, grant, uses, clock), receipt.EventId)));
    }
}
