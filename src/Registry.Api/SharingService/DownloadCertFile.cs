using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Documents;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;

namespace Registry.Api.SharingService;

/// <summary>
/// Has a file made of a licence that was found: a copy (加注件) for that department, with its purpose and its end, which the holder has on the list
/// of copies and can take back. The answer is a link; the file is fetched by it, on record.
/// </summary>
internal static class DownloadCertFile
{
    private const int LongestCause = 200;

    public sealed record Request(Head Head, Order Data);

    /// <param name="AuthCode">From a query of the same system under the same grant; good once.</param>
    /// <param name="CertificateIdentifier">Of the licence that the code is for.</param>
    /// <param name="FileType"><c>ofd</c> or <c>pdf</c>.</param>
    /// <param name="CertificateCopyCause">使用事由, 1 to 200 characters; stands on every page, and the holder reads it.</param>
    /// <param name="CertificateCopyExpiringTime">Stands on every page: at most a year from now, and not after the grant's last day.</param>
    public sealed record Order(
        string AuthCode, LicenceIdentifier CertificateIdentifier, string FileType, string CertificateCopyCause,
        DateTimeOffset CertificateCopyExpiringTime);

    public sealed record Answer(AnswerHead Head, Made Data);

    /// <param name="FileUrl">From the root of this server, which has several names; for the same system, with its token.</param>
    /// <param name="FileUrlExpiringTime">Until when the link is good.</param>
    /// <param name="CertificateCopyId">By which the holder, the issuer and the watermark name the copy.</param>
    public sealed record Made(
        string FileUrl, DateTimeOffset FileUrlExpiringTime, Guid CertificateCopyId, DateTimeOffset CertificateCopyCreationTime,
        DateTimeOffset CertificateCopyExpiringTime);

    public static void Map(RouteGroupBuilder service) =>
        service.MapPost("/downloadFile", Handle).CarriesNothingPersonal()
            .WithSummary("Have a watermarked copy made of a licence, as OFD or PDF 下载证照加注件").Produces<Answer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, CommandRunner commands, SharedUses uses, Disclosure disclosure, TimeProvider clock, CancellationToken token)
    {
        var (grantId, order, caller) = (body.Head.Grant, body.Data, commands.Caller);
        if (DocumentKind.Named(order.FileType) is not { } kind)
            return Problems.Invalid("field-malformed", "data.fileType");
        if (string.IsNullOrWhiteSpace(order.CertificateCopyCause))
            return Problems.Invalid("field-missing", "data.certificateCopyCause");
        if (!FormFields.IsText(order.CertificateCopyCause, LongestCause))
            return Problems.Invalid("field-malformed", "data.certificateCopyCause");

        // Before anything is looked up: what is asked with no code of ours takes the same work, whatever grant it names.
        if (await uses.ReadCodeAsync(caller, grantId, order.AuthCode, token) is not { } id)
            return Problems.NotFound();
        caller.ActUnder(grantId);
        await using var session = commands.Open();
        var standing = await caller.StandingAsync();
        if (await session.Marten.Events.FetchLatest<Licence, LicenceId>(id, token) is not { } licence)
            return Problems.NotFound();
        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        if (ruling.Refusal is not null)
        {
            await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"licence/{id}");
            return SharingServiceRoutes.NoRight;
        }
        if (RefuseState(LicenceVerification.Judge(licence, order.CertificateIdentifier.Version, clock.Today())) is { } state)
            return Problems.Of(StatusCodes.Status409Conflict, state);
        // Not the licence that the code is for: whoever mixes two persons up is not helped to the wrong one's file.
        if (order.CertificateIdentifier != licence.Identifier)
            return Problems.NotFound();
        var now = clock.GetUtcNow();
        var grant = standing.Shared!.Grant!;
        var (events, refusal) = LicenceCopyDecider.MakeUnderGrant(
            licence, new(await RecipientAsync(caller, session, token), order.CertificateCopyCause), order.CertificateCopyExpiringTime,
            Shanghai.StartOf(grant.Until.AddDays(1)), now, clock.Today());
        if (refusal is not null)
            return Problems.Refused(refusal);
        if (!await uses.UseCodeAsync(order.AuthCode))
            return Problems.NotFound();

        var copy = LicenceCopyId.Of(Guid.NewGuid());
        session.Act.Ground = ruling.Ground;
        var facts = session.Build(events);
        session.Marten.Events.StartStream<LicenceCopy>(copy.Value, facts);
        await CommandRunner.SaveAsync(session);
        var made = (LicenceCopyEvent.Made)events[0];
        var (link, life) = await uses.LinkAsync(caller, grantId, copy, made.Until - now);
        return TypedResults.Ok(new Answer(AnswerHead.Success, new(
            $"{SharingServiceRoutes.Path}/files/{link}.{kind.Extension}", now + life, copy.Value, made.At, made.Until)));
    }

    /// <summary>Whose it is, for everybody who sees the copy: the department by name, and its system.</summary>
    private static async Task<string> RecipientAsync(Caller caller, WriteSession session, CancellationToken token)
    {
        var agency = caller.Actor.Agency!.Value;
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(
            DirectoryId.Of(RegionCode.Parse(caller.Tenant)), token);
        return $"{directory?.Agencies.GetValueOrDefault(agency)?.Name.Zh ?? agency.Value} {caller.Actor.Id}";
    }

    private static string? RefuseState(LicenceVerdict verdict) => verdict switch
    {
        LicenceVerdict.Valid => null,
        LicenceVerdict.Expired => "shared-licence-expired",
        LicenceVerdict.Suspended or LicenceVerdict.Leaving or LicenceVerdict.NotYetValid => "shared-licence-restricted",
        _ => "shared-licence-ended",
    };
}
