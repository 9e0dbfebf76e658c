namespace Registry.Api.Tests.Access.Driving;

/// <summary>Who is named in another's application, and says yes or no.</summary>
internal abstract partial class Tour
{
    private async Task ApplyTogetherAsync()
    {
        var together = new
        {
            item = Item, phone = Marks.Phone, materials = Array.Empty<object>(),
            form = new Dictionary<string, string> { ["tradeName"] = Marks.TradeName, ["address"] = Marks.Address },
            coApplicants = new[] { new { name = Marks.LeaverName, codeType = "111", code = Marks.LeaverCode } },
        };
        var signed = $"/api/v1/cases/{IdOf(await Write("SubmitCase", cast.Applicant, "/api/v1/cases", together))}";
        await Write("ConsentToCase", cast.Leaver, $"{signed}/consent", version: 1);
        await Read("GetCase", cast.Leaver, signed);
        await Write("DeclineCase", cast.Leaver, $"{signed}/consent-refusal", version: 2);
        await Write("RequestCorrection", cast.Applicant, $"{signed}/correction-request", new { without = new[] { 2 } }, version: 3);
        var onPaper = $"/api/v1/cases/{IdOf(await Write("SubmitCase", cast.Applicant, "/api/v1/cases", together))}";
        await Write("RecordConsent", cast.Caseworker, $"{onPaper}/consent-record", new { place = 2, basis = Marks.Remark }, version: 1);
        await Read("GetCase", cast.Caseworker, onPaper);
        await Write("DeclineCase", cast.Leaver, $"{onPaper}/consent-refusal", version: 2);
    }
}
