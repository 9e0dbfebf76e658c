using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Erasures;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>
/// 更正请求: the applicant says what should stand in the application. Name and code come from the session, as they did first; what
/// is not in the request stays. Reading the application for that is recorded.
/// </summary>
internal static class RequestCorrection
{
    /// <param name="Form">Fields to be set; the others stay.</param>
    /// <param name="Without">Places of co-applicants without whom to go on: who declined, or has not answered.</param>
    public sealed record Request(
        string? Phone = null, IReadOnlyDictionary<string, string>? Form = null, IReadOnlyList<int>? Without = null);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/correction-request", Handle).RequireAuthorization(Policies.Apply).RecordsAccess()
            .WithSummary("Ask for a correction of one's data 更正请求").ProducesChange();

    private static async Task<IResult> Handle(
        CaseId id, Request body, IfMatch version, CommandRunner commands, Disclosure disclosure, TimeProvider clock)
    {
        if (body.Phone is { } phone && !PhoneNumber.IsMainland(phone))
            return Problems.Invalid("phone-malformed", "phone");
        if (body.Form is { } form && FormFields.Fault(form) is { } field)
            return Problems.Invalid("form-field-malformed", $"form.{field}");
        if (commands.Caller.Party is not { } party)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        return await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverOwnCase(commands.Caller), DecideAsync);

        async Task<Decision<CaseEvent>> DecideAsync(Case @case)
        {
            var without = (body.Without ?? []).Select(place => CoApplicants.At(@case, place)).Distinct().ToList();
            if (without.Contains(null))
                return CaseDecider.CoApplicantUnknown;
            // What would be refused anyway discloses nothing.
            if (CaseDecider.RequestCorrection(@case, @case.Application, clock.Today(), Left()) is { Refusal: not null } refused)
                return refused;
            var receipt = await disclosure.RecordAsync(
                AccessPolicy.OnCase(commands.Caller.Actor, @case), @case.Application.Subject, DataClass.Case, $"case/{id}");
            if (receipt is null)
                return AccessPolicy.NotYours;
            if (await disclosure.OpenAsync(receipt, @case.Application, CancellationToken.None) is not { } application)
                return ErasureDecider.SubjectErased;
            var fields = new SortedDictionary<string, string>(application.Form.ToDictionary(), StringComparer.Ordinal);
            foreach (var (name, value) in body.Form ?? new Dictionary<string, string>())
                fields[name] = value;
            var wanted = new Application(party, body.Phone ?? application.Phone, fields);
            return CaseDecider.RequestCorrection(
                @case, Personal<Application>.Of(@case.Application.Subject, wanted), clock.Today(), Left());

            SubjectTag[] Left() => [.. without.Select(one => one!.Value)];
        }
    }
}
