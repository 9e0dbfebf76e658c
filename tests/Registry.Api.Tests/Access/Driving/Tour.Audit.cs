using Registry.Api.Tests.CovertInquiries;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>Who looks at those who look.</summary>
internal abstract partial class Tour
{
    private static readonly object Rule = new { kind = "withoutCase" };
    private static readonly object Applicant = new { codeType = "111", code = Marks.Code };

    private async Task AuditAsync()
    {
        var rule = IdOf(await Write("DefineRule", cast.Auditor, "/api/v1/audit/rules", Rule));
        await Read("ListRules", cast.Auditor, "/api/v1/audit/rules");
        await Write("FindSubject", cast.Caseworker, "/api/v1/subjects/search", Applicant);
        await Write("FindSubject", cast.Caseworker, "/api/v1/subjects/search", Applicant);
        var finding = await FoundAsync(rule);
        await Read("ListFindings", cast.DataProtection, "/api/v1/audit/findings");
        await Read("GetFinding", cast.Auditor, $"/api/v1/audit/findings/{finding}");
        await Write("CloseFinding", cast.Auditor, $"/api/v1/audit/findings/{finding}/closing",
            new { conclusion = "justified", reason = Marks.Remark }, version: 1);
        await Write("CloseFindings", cast.Auditor, "/api/v1/audit/findings/closing",
            new { findings = new[] { new { id = await FoundAsync(rule), version = 1 } }, conclusion = "justified", reason = Marks.Remark });
        await Read("ListClosedFindings", cast.Auditor, "/api/v1/audit/findings/closed");
        await Read("GetFindingReason", cast.Auditor, $"/api/v1/audit/findings/{finding}/reason");
        await Write("ChangeRule", cast.Auditor, $"/api/v1/audit/rules/{rule}/change", Rule, version: 1);
        await Write("ApplyRule", cast.Auditor, $"/api/v1/audit/rules/{rule}/application", new { from = "2026-01-01", to = "2026-01-02" });
        await Write("RetireRule", cast.Auditor, $"/api/v1/audit/rules/{rule}/retirement", version: 2);

        await Write("AddWatchedPerson", cast.Auditor, "/api/v1/audit/watched-persons", Applicant, version: 0);
        await Read("ListWatchedPersons", cast.Auditor, "/api/v1/audit/watched-persons");
        await Write("RemoveWatchedPerson", cast.Auditor, "/api/v1/audit/watched-persons/removal", Applicant, version: 1);
        const string related = "/api/v1/officers/officer-commerce-1/related-persons";
        await Write("AddRelatedPerson", cast.Supervisor, related, Applicant, version: 0);
        await Read("ListRelatedPersons", cast.Supervisor, related);
        await Write("RemoveRelatedPerson", cast.Supervisor, $"{related}/removal", Applicant, version: 1);
    }

    /// <summary>Marked in what is asked for; who is asked about hears of it on the day of release.</summary>
    private async Task InquireCovertlyAsync()
    {
        var id = IdOf(await Write("RequestCovertInquiry", cast.Investigator, "/api/v1/covert-inquiries", new
        {
            codeType = "111", code = Marks.Code, warrant = Marks.Remark, reason = Marks.Enquiry, releaseOn = CovertHost.In(30),
        }));
        var path = $"/api/v1/covert-inquiries/{id}";
        await Read("GetCovertInquiry", cast.PoliceSupervisor, path);
        await Read("CountSealedSlots", cast.Anybody, "/api/v1/covert-inquiries/counts");
        await Write("AuthoriseCovertInquiry", cast.PoliceSupervisor, $"{path}/authorisation", version: 1);
        await Read("ListCovertInquiries", cast.Investigator, "/api/v1/covert-inquiries");
        await Write("AskToExtendCovertInquiry", cast.Investigator, $"{path}/extension-request",
            new { reason = Marks.Remark, releaseOn = CovertHost.In(60) }, version: 2);
        await Write("ExtendCovertInquiry", cast.PoliceSupervisor, $"{path}/extension", version: 3);
        await Write("EndCovertInquiry", cast.Investigator, $"{path}/ending", version: 4);
    }

    /// <summary>Looks are judged some time after they are in the log.</summary>
    private async Task<string> FoundAsync(string rule)
    {
        string? found = null;
        await Eventually.HoldsAsync("the look without a case is found", async () =>
        {
            using var answer = await cast.Auditor.GetAsync(new Uri("/api/v1/audit/findings", UriKind.Relative));
            found = (await answer.JsonAsync()).EnumerateArray().Where(one => one.GetProperty("rule").GetString() == rule)
                .Select(one => one.GetProperty("id").GetString()).FirstOrDefault();
            return found is not null;
        });
        return found!;
    }
}
