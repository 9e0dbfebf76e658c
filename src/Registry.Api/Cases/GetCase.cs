using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Emergencies;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Cases;

namespace Registry.Api.Cases;

/// <summary>A case with what its reader may see of the application. The access is committed before the answer.</summary>
internal static class GetCase
{
    /// <param name="ApplicantCode">Masked where the purpose does not need the whole, as is <paramref name="Phone"/>.</param>
    /// <param name="Masked">The fields shown masked; <c>POST …/unmasking</c> asks for one of them.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    /// <param name="CoApplicants">Whom the applicant named as applying with them; absent for nobody, and where the reader may not see them.</param>
    /// <param name="Consent">Where the reader stands, whom the applicant named; absent for everybody else.</param>
    /// <param name="Wanted">The application as the applicant wants it corrected, until somebody decides.</param>
    /// <param name="Former">What stood there before corrections, the oldest first.</param>
    /// <param name="Erased">Set where the person's data was erased: nobody can read it any more, and nothing is missing.</param>
    public sealed record Response(
        CaseSummary Case, string? ApplicantName, string? ApplicantCode, string? Phone,
        IReadOnlyDictionary<string, string>? Form, string? Reason, IReadOnlyList<string> Masked, Guid AccessEvent, bool? Erased,
        IReadOnlyList<Other>? CoApplicants, ConsentState? Consent, Version? Wanted, IReadOnlyList<Version>? Former);

    /// <param name="Place">By which requests name them; the applicant has the first.</param>
    /// <param name="Code">Masked where the purpose does not need the whole.</param>
    /// <param name="ConsentBasis">What the officer saw who has the consent on record.</param>
    /// <param name="Erased">Set where this person's data was erased.</param>
    public sealed record Other(
        int Place, string? Name, string? CodeType, string? Code, ConsentState Consent, string? ConsentBasis, bool? Erased);

    /// <summary>Another version of the application, shown as the present one is.</summary>
    /// <param name="Without">Places of those without whom the applicant would go on.</param>
    public sealed record Version(
        string? ApplicantName, string? ApplicantCode, string? Phone, IReadOnlyDictionary<string, string>? Form, IReadOnlyList<int>? Without);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapGet("/{id}", Handle).RequireAuthorization(Policies.ReadCases).RecordsAccess().TakesDelegation().TakesCovert().TakesEmergency()
            .WithSummary("One case; the reading is recorded").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        CaseId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, HttpResponse response,
        CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var reading = await CaseReading.OfAsync(session, id, token);
        var standing = await caller.StandingAsync();
        if (reading is not var (@case, card))
            return await disclosure.NothingThereAsync(DataClass.Case, $"case/{id}");

        var ruling = AccessPolicy.OnCase(caller.Actor, @case, standing);
        var others = AccessPolicy.CoApplicantsFor(caller.Actor, @case, standing);
        SubjectTag[] people = [@case.Application.Subject, .. others.Select(one => one.Subject)];
        if (await disclosure.RecordAsync(ruling, people, DataClass.Case, $"case/{id}") is not { } receipt)
            return Problems.NotFound();

        var application = await disclosure.OpenAsync(receipt, @case.Application, token);
        var reason = card.Reason is null ? null : await disclosure.OpenAsync(receipt, card.Reason, token);
        var wanted = @case.Wanted is null ? null : await disclosure.OpenAsync(receipt, @case.Wanted, token);
        var shown = new List<Other>();
        foreach (var one in others)
            shown.Add(Beside(
                one, await disclosure.OpenAsync(receipt, one.Party, token),
                one.Basis is null ? null : await disclosure.OpenAsync(receipt, one.Basis, token)));
        var former = new List<Version>();
        foreach (var before in @case.Former)
            if (await disclosure.OpenAsync(receipt, before, token) is { } known)
                former.Add(Shown(known));
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            CaseSummary.Of(card, caller.Actor, standing.Mandate?.Principal),
            ruling.Show(FieldTable.HolderName, application?.Applicant.Name),
            ruling.Show(FieldTable.HolderCode, application?.Applicant.Code),
            ruling.Show(FieldTable.Phone, application?.Phone),
            ruling.Allows(FieldTable.Form) ? application?.Form : null,
            ruling.Show(FieldTable.Remarks, reason?.Text),
            ruling.MaskedFields,
            receipt.EventId,
            application is null ? true : null,
            shown.Count == 0 ? null : shown,
            AccessPolicy.ConsentOf(caller.Actor, @case, standing),
            wanted is null ? null : Shown(wanted) with { Without = CoApplicants.PlacesOf(@case, @case.Without) },
            former.Count == 0 ? null : former));

        Other Beside(Domain.Cases.CoApplicant one, Party? party, Remark? basis) => new(
            CoApplicants.PlaceOf(@case, one.Subject),
            ruling.Show(FieldTable.HolderName, party?.Name), ruling.ViewOf(FieldTable.HolderCode) is null ? null : party?.CodeType.Value,
            ruling.Show(FieldTable.HolderCode, party?.Code), one.Consent, ruling.Show(FieldTable.Remarks, basis?.Text),
            party is null ? true : null);

        Version Shown(Application version) => new(
            ruling.Show(FieldTable.HolderName, version.Applicant.Name),
            ruling.Show(FieldTable.HolderCode, version.Applicant.Code),
            ruling.Show(FieldTable.Phone, version.Phone),
            ruling.Allows(FieldTable.Form) ? version.Form : null,
            Without: null);
    }
}
