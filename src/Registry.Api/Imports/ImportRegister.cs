using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Imports;

namespace Registry.Api.Imports;

/// <summary>
/// Imports a small register over HTTP: multipart form with the parts <c>mapping</c> and <c>register</c>. Large ones are the
/// operator's command. An officer imports the own agency's registers only.
/// </summary>
internal static class ImportRegister
{
    // Held in memory, never in a temporary file: it is personal data in clear.
    private const int MaxBytes = IdempotentRequest.MaxBytesInMemory;
    private const int MaxFaultsInAnswer = 200;

    private static readonly FormOptions InMemory = new()
    {
        BufferBodyLengthLimit = MaxBytes,
        MultipartBodyLengthLimit = MaxBytes,
        MemoryBufferThreshold = MaxBytes,
    };

    /// <param name="Faults">The first of them; all are in the reject file of the operator's command.</param>
    internal sealed record Answered(
        string Register, bool DryRun, string Encoding, int Rows, int RowsImported, int RowsAlreadyImported, int RowsRejected,
        int LicencesNew, int LicencesExtended, int LicencesUnchanged, int Events,
        IReadOnlyDictionary<string, int> FaultCounts, IReadOnlyList<Fault> Faults);

    internal sealed record Fault(int Row, string? Column, string Code, string Reason);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/imports", Handle).RequireAuthorization(Policies.ImportRegisters).CarriesNothingPersonal()
            .WithTags("Imports 登记簿导入")
            .WithSummary("Import an existing register (parts: mapping, register)")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes)).Accepts<IFormFileCollection>("multipart/form-data")
            .DisableAntiforgery().Produces<Answered>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        HttpContext http, Caller caller, RegisterImporter importer, LogStatus log, IdempotencyStore idempotency,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, bool dryRun = false)
    {
        log.RequireRunning(caller.Tenant);
        var form = await ReadFormAsync(http);
        if (form?.Files["mapping"] is not { } mappingPart || form.Files["register"] is not { } registerPart)
            return Problem(StatusCodes.Status400BadRequest, new Refusal("import-parts-missing"));
        if (!MappingFile.TryRead(await BytesAsync(mappingPart), out var mapping, out var mistakes))
            return Problem(
                StatusCodes.Status400BadRequest, new Refusal("import-mapping-invalid"),
                mistakes.Select(fault => new
                {
                    fault.Field, fault.Code, Reason = ImportTexts.Of(fault, CultureInfo.CurrentUICulture),
                }));
        if (caller.Actor.Role is Role.IssuingOfficer && caller.Actor.Agency != mapping.Issuer)
            return Problem(StatusCodes.Status403Forbidden, new Refusal("import-other-agency"));

        if (caller.Actor.Role is Role.IssuingOfficer
            && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null)
            return Problem(StatusCodes.Status403Forbidden, new Refusal("import-duty-not-held"));

        await using var csv = registerPart.OpenReadStream();
        // Not cancelled with the request: what is being written would go on anyway, and the key keeps the answer.
        var report = await importer.RunAsync(
            caller.Tenant, caller.Actor, Caller.Correlation, mapping, csv, new ImportOptions { DryRun = dryRun },
            rejects: null, progress: null, CancellationToken.None);
        if (report.Refusal is { } refusal)
            return Problem(
                refusal.Code == "import-running" ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, refusal);

        var body = JsonSerializer.Serialize(Describe(report), json.Value.SerializerOptions);
        var answer = new Answer(StatusCodes.Status200OK, ETag: null, Location: null, body);
        await idempotency.KeepAsync(IdempotentRequest.Of(http), answer);
        await answer.SendAsync(http, replayed: false);
        return Results.Empty;
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(InMemory, http.RequestAborted) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Answered Describe(ImportReport report) => new(
        report.Register, report.DryRun, report.Encoding!, report.Rows, report.RowsImported, report.RowsAlreadyImported,
        report.RowsRejected, report.LicencesNew, report.LicencesExtended, report.LicencesUnchanged, report.Events,
        report.FaultCounts,
        [.. report.Faults.Take(MaxFaultsInAnswer).Select(fault => new Fault(
            fault.RowNumber, fault.Column, fault.Code, ImportTexts.Of(fault, CultureInfo.CurrentUICulture)))]);

    private static ProblemHttpResult Problem(int status, Refusal refusal, object? faults = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (faults is not null)
            extensions["faults"] = faults;
        return TypedResults.Problem(
            statusCode: status, type: $"/problems/{refusal.Code}",
            title: ImportTexts.Of(refusal, CultureInfo.CurrentUICulture), extensions: extensions);
    }

    private static async Task<byte[]> BytesAsync(IFormFile part)
    {
        using var bytes = new MemoryStream();
        await part.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
