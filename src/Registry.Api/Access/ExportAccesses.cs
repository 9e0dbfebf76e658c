using System.Diagnostics;
using System.Globalization;
using CsvHelper;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Objections;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Sharing;

namespace Registry.Api.Access;

/// <summary>Who looked at my data, all of it as one file. With proofs, it is the bundle of scope person.</summary>
internal static class ExportAccesses
{
    private static readonly string[] Columns =
    [
        "时间 at", "序号 number", "事件 event", "角色 role", "机构代码 agency", "机构 agencyName", "目的代码 purpose", "目的 purposeText",
        "依据 basis", "环节 step", "数据 data", "对象 resource", "字段 fields", "所需 need", "拒绝原因 refused", "异议 objection",
        "机关类别 authority", "公布日期 releaseOn",
    ];

    private const int AtOnce = 500;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/my/accesses/export", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithTags("Access 访问记录")
            .WithSummary("Who looked at my data, as one file: format json or csv 导出访问记录")
            .Produces<IReadOnlyList<LookLine>>(contentType: "application/json", additionalContentTypes: "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);

    public static async Task<IResult> Handle(
        [AsParameters] AccessQuery query, string? format, Caller caller, Delegated delegated, RegistrySessions sessions,
        AccessSearch search, ReferenceStreams references, ObjectionMarks objections, TimeProvider clock, HttpContext http, CancellationToken token)
    {
        if (caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (!query.TryRead(out var filter, out var field))
            return Problems.Invalid("request-malformed", field);
        if (format is not (null or "json" or "csv"))
            return Problems.Invalid("request-malformed", "format");
        if (await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "accesses") is not { } subject)
            return Problems.NotFound();

        var directory = await references.DirectoryAsync(caller.Tenant, token);
        await using var session = sessions.Query(caller.Tenant);
        var seals = await Seals.OfAsync(session, subject, clock.Today(), token);
        var (tenant, language) = (caller.Tenant, http.Language());
        var lines = LinesAsync();
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"accesses.{format ?? "json"}\"";
        return format == "csv"
            ? TypedResults.Stream(output => WriteAsync(lines, output, token), "text/csv; charset=utf-8")
            : TypedResults.Ok(lines);

        // Piece by piece, whatever there is: objections are looked up for the accesses that are at hand.
        async IAsyncEnumerable<LookLine> LinesAsync()
        {
            await foreach (var piece in search.ReadAsync(tenant, subject, filter, seals, behind: null, most: null, token).Chunk(AtOnce))
            {
                var marks = await objections.OfAsync(tenant, subject, piece, token);
                await using var lookUp = sessions.Query(tenant);
                var grants = await SharingPurposes.OfAsync(lookUp, piece, token);
                var agencies = await LookingAgencies.OfAsync(lookUp, piece, token);
                foreach (var record in piece)
                    yield return LookLine.Of(record, seals, agencies, tenant, directory, language, marks.GetValueOrDefault(record.EventId), grants);
            }
        }
    }

    // With a byte order mark, by which spreadsheets know UTF-8; what would begin a formula is escaped.
    private static async Task WriteAsync(IAsyncEnumerable<LookLine> lines, Stream output, CancellationToken token)
    {
        var options = CsvWriterOptions.Default with { WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        await using var csv = CsvWriter.Create(output, options, leaveOpen: true);
        await csv.WriteRecordAsync(Columns, token);
        await foreach (var line in lines)
            await csv.WriteRecordAsync(RowOf(line), token);
    }

    private static string[] RowOf(LookLine line) => line switch
    {
        AccessLine open =>
        [
            open.At, open.Number.ToString(CultureInfo.InvariantCulture), open.Event.ToString(), open.Role, open.Agency ?? "",
            open.AgencyName ?? "", open.Purpose, open.PurposeText, open.Basis, open.Step ?? "", open.Data, open.Resource,
            string.Join(' ', open.Fields), open.NeedText ?? "", open.Refused ?? "", open.Objection?.Id.ToString() ?? "", "", "",
        ],
        SealedLine hidden =>
        [
            Day(hidden.On), hidden.Number.ToString(CultureInfo.InvariantCulture), hidden.Event.ToString(), .. Enumerable.Repeat("", Columns.Length - 5),
            hidden.AuthorityText, Day(hidden.ReleaseOn),
        ],
        _ => throw new UnreachableException(),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
