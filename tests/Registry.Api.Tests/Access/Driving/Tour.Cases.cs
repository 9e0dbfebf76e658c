using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>From the catalogue to the licence.</summary>
internal abstract partial class Tour
{
    private const string Item = "11340100MB1AC012X93340131009001";

    private static readonly object Reason = new { reason = Marks.Remark };
    private static readonly object Duty = new { agency = "11340100MB1AC012X9", region = "340104", duty = "caseHandling" };

    private async Task TypesAsync()
    {
        const string path = $"/api/v1/licence-types/{TypeJourneys.Workshop}";
        var definition = TypeJourneys.Definition();
        definition["twoPersons"] = new[] { "withdraw" };
        definition["issuers"] = new { agencies = new[] { "11340100MB1AC012X9", "11340100MB1AC0103N" }, regions = Array.Empty<string>() };
        await Write("ProposeLicenceType", cast.Admin, $"{path}/draft", definition, version: 0);
        await Write("RejectLicenceType", cast.Admin2, $"{path}/rejection", version: 1);
        await Write("ProposeLicenceType", cast.Admin, $"{path}/draft", definition, version: 2);
        await Read("ListLicenceTypeDrafts", cast.Admin2, "/api/v1/licence-types/drafts");
        await Write("PublishLicenceType", cast.Admin2, $"{path}/publication", version: 3);
        await Read("ListLicenceTypes", cast.Anybody, "/api/v1/licence-types");
        await Read("GetLicenceType", cast.Anybody, path);
        await Read("GetLicenceTypeVersion", cast.Anybody, $"{path}/versions/1");
    }

    private async Task DirectoryAsync()
    {
        await Write("PublishItem", cast.Admin, "/api/v1/items", new
        {
            code = Item, name = new { zh = "食品小作坊登记", en = "Registration of a food workshop" },
            agency = "11340100MB1AC012X9", region = "340100", materials = Array.Empty<object>(), legalDays = 10, promisedDays = 5,
            result = new { type = "11340100MB1AC012X9009", name = new { zh = "登记证", en = "Certificate" }, validYears = 1 },
        });
        await Read("ListItems", cast.Anybody, "/api/v1/items");
        await Read("GetItem", cast.Anybody, $"/api/v1/items/{Item}");
        await Write("GiveDuty", cast.Admin, "/api/v1/officers/officer-canary/duties", Duty, version: 0);
        await Read("GetOfficer", cast.Admin, "/api/v1/officers/officer-canary");
        await Write("EndDuty", cast.Admin, "/api/v1/officers/officer-canary/duties/ending", Duty, version: 1);
        await Write("GiveDuty", cast.Admin, "/api/v1/officers/officer-canary/duties",
            new { agency = "11340100MB1AC012X9", region = "340100", duty = "licenceIssuing" }, version: 2);
        await Write("GiveDuty", cast.Admin, "/api/v1/officers/officer-canary-health/duties",
            new { agency = "11340100MB1AC0103N", region = "340100", duty = "licenceIssuing" }, version: 0);
    }

    private async Task<(string Case, string Licence, string Identifier)> ApplyAsync()
    {
        var id = IdOf(await Write("SubmitCase", cast.Applicant, "/api/v1/cases", Application()));
        var path = $"/api/v1/cases/{id}";
        await Read("ListCases", cast.Applicant, "/api/v1/cases");
        await Read("ListCases", cast.Caseworker, "/api/v1/cases");
        await Read("GetCase", cast.Applicant, path);
        await Read("GetCase", cast.Caseworker, path);
        await Write("AcceptCase", cast.Caseworker, $"{path}/acceptance", version: 1);
        await Write("TakeOverCase", cast.Colleague, $"{path}/takeover", Reason, version: 2);
        await Write("AssignCase", cast.Supervisor, $"{path}/assignment", new { officer = "officer-commerce-1", reason = Marks.Remark }, version: 3);
        await Write("UnmaskField", cast.Caseworker, $"{path}/unmasking", new { field = "phone" });
        await Write("FindSubject", cast.Caseworker, "/api/v1/subjects/search", new { codeType = "111", code = Marks.Code });

        var wanted = new { phone = Marks.Phone, form = new Dictionary<string, string> { ["address"] = Marks.Address } };
        await Write("RequestCorrection", cast.Applicant, $"{path}/correction-request", wanted, version: 4);
        await Write("CorrectCase", cast.Caseworker, $"{path}/correction", version: 5);
        await Write("RequestCorrection", cast.Applicant, $"{path}/correction-request", wanted, version: 6);
        await Write("RefuseCorrection", cast.Caseworker, $"{path}/correction-refusal", Reason, version: 7);

        var emergency = IdOf(await Write("AskInEmergency", cast.Colleague, $"{path}/emergency", new { reason = Marks.Emergency }));
        await Read("ListEmergencies", cast.DataProtection, "/api/v1/emergencies");
        await Write("ReleaseEmergency", cast.DataProtection, $"/api/v1/emergencies/{emergency}/release", version: 1);
        await Read("GetCase", cast.Colleague, path, ("Emergency", emergency));
        await Write("EndEmergency", cast.Colleague, $"/api/v1/emergencies/{emergency}/ending", version: 2);

        await Write("ApproveCase", cast.Caseworker, $"{path}/approval", version: 8);
        await Write("ProposeMinting", cast.Issuer, "/api/v1/licence-batches/mintings", new
        {
            name = "spring", type = TypeJourneys.Workshop, cases = new[] { id }, reason = new { zh = "集中制证", en = "All at once" },
        });
        var minted = await Write("MintLicence", cast.Issuer, "/api/v1/licences", new { @case = id }, version: 9);
        await Write("CloseCase", cast.Caseworker, $"{path}/closing", version: 10);
        var licence = $"/api/v1/licences/{IdOf(minted)}";
        await Read("ListLicences", cast.Applicant, "/api/v1/licences");
        await Read("GetLicence", cast.Applicant, licence);
        await Read("GetLicence", cast.Issuer, licence);
        await ShareAsync(licence);
        await BatchAsync();
        await Read("ShowLicence", cast.Applicant, $"{licence}/showing");
        await Read("GetLicencePdf", cast.Applicant, $"{licence}/document.pdf");
        await Read("GetLicenceOfd", cast.Applicant, $"{licence}/document.ofd");
        await Read("GetMetadata", cast.Applicant, $"{licence}/metadata");
        await Read("GetMetadata", cast.Issuer, $"{licence}/metadata");
        var copy = IdOf(await Write("MakeCopy", cast.Applicant, $"{licence}/copies",
            new { recipient = Marks.Remark, purpose = Marks.Remark, until = TimeProvider.System.GetUtcNow().AddDays(30) }));
        await Read("ListCopies", cast.Issuer, $"{licence}/copies");
        await Read("GetCopy", cast.Issuer, $"/api/v1/licence-copies/{copy}");
        await Write("RevokeCopy", cast.Applicant, $"/api/v1/licence-copies/{copy}/revocation", version: 1);
        await Write("ChangeLicence", cast.Issuer, $"{licence}/change",
            new { fields = new Dictionary<string, string> { ["address"] = Marks.Address } }, version: 1);
        await Write("RenewLicence", cast.Issuer, $"{licence}/renewal", LicenceSteps.Until(years: 2), version: 2);
        await Write("CorrectLicence", cast.Issuer, $"{licence}/correction",
            new { fields = new Dictionary<string, string> { ["address"] = Marks.Address }, reason = Marks.Remark }, version: 3);
        await Write("SuspendLicence", cast.Issuer, $"{licence}/suspension", Reason, version: 4);
        await Write("RestoreLicence", cast.Issuer, $"{licence}/restoration", Reason, version: 5);
        return (id, IdOf(minted), minted.GetProperty("number").GetString()!);
    }

    /// <summary>The other agency sees what it was granted, and then no more.</summary>
    private async Task ShareAsync(string licence)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var grant = IdOf(await Write("ProposeSharingGrant", cast.Issuer, "/api/v1/sharing-grants", new
        {
            recipient = "11340100MB1AC00901", type = TypeJourneys.Workshop, fields = new[] { "holder.name", "address" }, basis = "supervision",
            purpose = new { zh = "查处占道经营", en = "Clearing pavements" }, from = today.AddDays(-1), until = today.AddDays(30),
        }));
        await Write("ApproveSharingGrant", cast.Supervisor, $"/api/v1/sharing-grants/{grant}/approval", version: 1);
        await Read("ListSharingGrants", cast.Verifier, "/api/v1/sharing-grants");
        await Read("GetLicence", cast.Verifier, licence, ("Sharing", grant));
        await AskSharingServiceAsync(licence, grant);
        await Write("RevokeSharingGrant", cast.Supervisor, $"/api/v1/sharing-grants/{grant}/revocation", version: 2);
    }

    /// <summary>Two officers let the licences be minted anew, and one of them calls it off.</summary>
    private async Task BatchAsync()
    {
        var batch = IdOf(await Write("ProposeReissue", cast.Issuer, "/api/v1/licence-batches/reissues", new
        {
            name = "new-template", type = TypeJourneys.Workshop, scope = "every", reason = new { zh = "启用新样式", en = "A new template" },
        }));
        await Read("GetLicenceBatch", cast.Issuer2, $"/api/v1/licence-batches/{batch}");
        await Read("ListLicenceBatches", cast.Auditor, "/api/v1/licence-batches");
        await Write("ApproveLicenceBatch", cast.Issuer2, $"/api/v1/licence-batches/{batch}/approval", version: 1);
        await Write("EndLicenceBatch", cast.Issuer, $"/api/v1/licence-batches/{batch}/ending", version: 2);
    }

    /// <summary>The other ends that a case can come to.</summary>
    private async Task DecideOtherwiseAsync()
    {
        var refused = IdOf(await Write("SubmitCase", cast.Applicant, "/api/v1/cases", Application()));
        await Write("RefuseCase", cast.Caseworker, $"/api/v1/cases/{refused}/refusal", Reason, version: 1);
        var rejected = IdOf(await Write("SubmitCase", cast.Applicant, "/api/v1/cases", Application()));
        await Write("AcceptCase", cast.Caseworker, $"/api/v1/cases/{rejected}/acceptance", version: 1);
        await Write("RejectCase", cast.Caseworker, $"/api/v1/cases/{rejected}/rejection", Reason, version: 2);
    }

    /// <summary>One licence is revoked, others are cancelled, transferred, withdrawn by two; one from a register has lapsed.</summary>
    private async Task EndAsync(string licence)
    {
        var credential = IdOf(await Write("MintCredential", cast.Applicant, $"/api/v1/licences/{licence}/credentials", new { }));
        await Read("GetCredential", cast.Applicant, $"/api/v1/credentials/{credential}");
        await Eventually.HoldsAsync("the credential is published", async () =>
        {
            using var answer = await cast.Applicant.GetAsync(new Uri($"/api/v1/credentials/{credential}/evidence", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        });
        await Read("GetMintingEvidence", cast.Applicant, $"/api/v1/credentials/{credential}/evidence");
        await CarryAsync(licence);
        await Write("RevokeLicence", cast.Issuer, $"/api/v1/licences/{licence}/revocation", Reason, version: 6);
        await Write("CancelLicence", cast.Issuer, $"{await MintAsync()}/cancellation", Reason, version: 1);
        var leaving = await MintAsync();
        await Write("BeginTransfer", cast.Issuer, $"{leaving}/transfer", Reason, version: 1);
        await Write("CancelTransfer", cast.Issuer, $"{leaving}/transfer/cancellation", Reason, version: 2);
        await Write("BeginTransfer", cast.Issuer, $"{leaving}/transfer", Reason, version: 3);
        await Write("CompleteTransfer", cast.Issuer, $"{leaving}/transfer/completion", Reason, version: 4);
        var moving = await MintAsync();
        await Write("BeginTransfer", cast.Issuer, $"{moving}/transfer", new { reason = Marks.Remark, receiver = "11340100MB1AC0103N" }, version: 1);
        await Read("ListLicences", cast.Receiver, "/api/v1/licences");
        await Write("AcceptTransfer", cast.Receiver, $"{moving}/transfer/acceptance", version: 2);
        var mistaken = await MintAsync();
        await Write("WithdrawLicence", cast.Issuer, $"{mistaken}/withdrawal", Reason, version: 1);
        await Read("GetProposal", cast.Issuer2, $"{mistaken}/proposal");
        await Write("DismissProposal", cast.Issuer, $"{mistaken}/proposal/dismissal", version: 2);
        await Write("WithdrawLicence", cast.Issuer, $"{mistaken}/withdrawal", Reason, version: 3);
        await Write("ApproveProposal", cast.Issuer2, $"{mistaken}/proposal/approval", version: 4);
        await Write("LapseLicence", cast.Issuer, $"/api/v1/licences/{await ExpiredAsync()}/lapse", Reason, version: 1);
        await Write("WithdrawItem", cast.Admin, $"/api/v1/items/{Item}/withdrawal", version: 1);
    }

    private async Task<string> MintAsync()
    {
        var @case = IdOf(await Write("SubmitCase", cast.Applicant, "/api/v1/cases", Application()));
        await Write("AcceptCase", cast.Caseworker, $"/api/v1/cases/{@case}/acceptance", version: 1);
        await Write("ApproveCase", cast.Caseworker, $"/api/v1/cases/{@case}/approval", version: 2);
        return $"/api/v1/licences/{IdOf(await Write("MintLicence", cast.Issuer, "/api/v1/licences", new { @case }, version: 3))}";
    }

    /// <summary>The imported licence whose term ran out before it came here.</summary>
    private async Task<string> ExpiredAsync()
    {
        var licences = await Read("ListLicences", cast.Issuer, "/api/v1/licences");
        return licences.EnumerateArray()
            .Single(one => one.TryGetProperty("source", out var source) && source.GetProperty("row").GetString() == ExpiredRow)
            .GetProperty("id").GetString()!;
    }

    private static object Application() => new
    {
        item = Item, phone = Marks.Phone, materials = Array.Empty<object>(),
        form = new Dictionary<string, string> { ["tradeName"] = Marks.TradeName, ["address"] = Marks.Address },
    };
}
