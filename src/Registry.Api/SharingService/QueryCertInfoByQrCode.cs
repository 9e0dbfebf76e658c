using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Api.Showing;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.Sharing;
using Registry.Projections;

namespace Registry.Api.SharingService;

/// <summary>
/// The licence whose code its holder shows (亮证), within the minute for which it holds: a picture of it is worth nothing. That it is shown is no
/// leave to read it: the grant is.
/// </summary>
internal static class QueryCertInfoByQrCode
{
    public sealed record Request(Head Head, Query Data);

    /// <param name="QrCode">What the QR says: the URL, or the code at its end.</param>
    /// <param name="UseCause">使用事由, kept sealed with the record of the access; auditors read it.</param>
    public sealed record Query(string QrCode, UseCause? UseCause = null);

    public sealed record Answer(AnswerHead Head, Found Data);

    /// <param name="AccessEvent">The event that recorded this.</param>
    public sealed record Found(CertInfo CertInfo, Guid AccessEvent);

    public static void Map(RouteGroupBuilder service) =>
        service.MapPost("/queryCertInfoByQRcode", Handle).RecordsAccess()
            .WithSummary("The licence that its holder shows, by the live code; recorded 扫码查询证照").Produces<Answer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, Caller caller, Showings showings, RegistrySessions sessions, LicenceTypeCatalogue types, Disclosure disclosure,
        SharedUses uses, TimeProvider clock, CancellationToken token)
    {
        var (grant, text) = (body.Head.Grant, body.Data.QrCode);
        if (text.Length == 0)
            return Problems.Invalid("field-missing", "data.qrCode");
        if (UseCauses.FaultOf(body.Data.UseCause) is { } fault)
            return Problems.Invalid("field-malformed", fault);
        if (showings.Read(text[(text.LastIndexOf('/') + 1)..]) is not var (id, holds))
            return Problems.Invalid("field-malformed", "data.qrCode");
        if (!holds)
            return Problems.Of(StatusCodes.Status409Conflict, "show-code-expired");

        caller.ActUnder(grant);
        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        var standing = await caller.StandingAsync();
        if (licence is null)
            return await disclosure.NothingThereAsync(DataClass.Existence, $"licence/{id}");
        if (await disclosure.RecordAsync(
            AccessPolicy.OnShown(caller.Actor, licence, standing), licence.Holders, DataClass.Existence, $"licence/{id}",
            cause: UseCauses.For(licence.Holders[0], body.Data.UseCause)) is not { } receipt)
            return standing.Shared?.Grant is null ? SharingServiceRoutes.NoRight : Problems.NotFound();

        var type = await types.OfAsync(caller.Tenant, licence.Identifier.Type);
        var found = await CertInfo.OfAsync([licence], type, caller, grant, uses, clock);
        return TypedResults.Ok(new Answer(AnswerHead.Success, new(found[0], receipt.EventId)));
    }
}
