using System.Text;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>What comes after: who looked, the log, registers, delegations, erasure.</summary>
internal abstract partial class Tour
{
    private const string Columns = "登记流水号,证照编号,业务类型,持证主体,主体代码类型,主体代码,字号名称,经营场所,经营范围,发证日期,有效期起,有效期止,证照状态,状态日期";

    private const string ExpiredRow = "HF209900002";

    private async Task LookBackAsync(string @case, string licence)
    {
        var delegation = IdOf(await Write("GrantDelegation", cast.Applicant, "/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = Marks.DelegateCode }, purposes = new[] { "readCases" }, until = "2027-06-30",
        }));
        await Read("ListDelegations", cast.Delegate, "/api/v1/my/delegations");
        await Write("RevokeDelegation", cast.Applicant, $"/api/v1/my/delegations/{delegation}/revocation", version: 1);

        await Write("Subscribe", cast.Applicant, "/api/v1/my/notices/subscription", new { }, version: 0);
        await Read("GetSubscription", cast.Applicant, "/api/v1/my/notices/subscription");
        await Read("ListNotices", cast.Applicant, "/api/v1/my/notices");
        await Read("StreamNotices", cast.Applicant, "/api/v1/my/notices/stream");
        await Write("EndSubscription", cast.Applicant, "/api/v1/my/notices/subscription/ending", version: 1);
        await Read("ListAccesses", cast.Applicant, "/api/v1/my/accesses?limit=5");
        await Read("ExportAccesses", cast.Applicant, "/api/v1/my/accesses/export?format=csv");
        await Read("GetSubjectHead", cast.Applicant, "/api/v1/my/accesses/head");
        await Read("BeginSignIn", cast.Anybody, "/my/signin");
        await Read("LooksPage", cast.Applicant, "/my/accesses");
        await Read("NoticesPage", cast.Applicant, "/my/notices");
        await Read("ExportAccesses", cast.Applicant, "/my/accesses/export?format=json");
        var search = await Write("SearchAccesses", cast.Auditor, "/api/v1/audit/accesses/search", new
        {
            reason = Marks.Enquiry, subject = new { codeType = "111", code = Marks.Code },
        });
        var access = search.GetProperty("accessEvent").GetString();
        await Read("GetEnquiry", cast.Auditor, $"/api/v1/audit/searches/{access}");
        await Read("GetEventState", cast.Anybody, $"/log/340100/event/{access}");

        await ObjectAsync(@case);
        await Read("FindUsage", cast.Tracker, $"/v2/findUsage?userCode=CN{Marks.Code}", ("X-Road-UserId", $"CN{Marks.Code}"));
        await Read("GetUsagePeriod", cast.Tracker, "/v2/usagePeriod");
        await Read("GetHeartbeat", cast.Tracker, "/v2/heartbeat");

        await Write("ImportRegister", cast.Admin, "/api/v1/imports", Register());
        await PublishedAsync(licence);
        await Read("ReplayCase", cast.Auditor, $"/api/v1/audit/cases/{@case}");
        await Read("ReplayLicence", cast.Auditor, $"/api/v1/audit/licences/{licence}");
        await Read("GetBundle", cast.Auditor, $"/api/v1/log/bundles?scope=case&id={@case}");
        await Read("GetBundle", cast.Applicant, "/api/v1/log/bundles?scope=person");
        await Read("GetBundle", cast.Applicant, "/my/accesses/evidence?scope=person");
        await Read("ExportLog", cast.Auditor, "/api/v1/log/export");
    }

    private async Task ObjectAsync(string @case)
    {
        using var look = await cast.Auditor.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative));
        var access = (await look.JsonAsync()).GetProperty("accessEvent").GetString();
        var id = IdOf(await Write("RaiseObjection", cast.Applicant, "/api/v1/my/objections", new { access, reason = Marks.Objection }));
        await Read("ObjectionPage", cast.Applicant, $"/my/accesses/{access}/objection");
        await Read("ListOwnObjections", cast.Applicant, "/api/v1/my/objections");
        await Read("ListObjections", cast.Admin, "/api/v1/objections");
        await Write("TakeObjection", cast.Admin, $"/api/v1/objections/{id}/acceptance", version: 1);
        await Read("GetObjection", cast.Admin, $"/api/v1/objections/{id}");
        await Write("AnswerObjection", cast.Admin, $"/api/v1/objections/{id}/answer",
            new { finding = "lawful", measure = "none", reason = Marks.Remark }, version: 2);
        await Read("GetOwnObjection", cast.Applicant, $"/api/v1/my/objections/{id}");
        await Read("AnswerPage", cast.Applicant, $"/my/accesses/{access}/objection/answer");

        using var again = await cast.Auditor.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative));
        var other = IdOf(await Write("RaiseObjection", cast.Applicant, "/api/v1/my/objections",
            new { access = (await again.JsonAsync()).GetProperty("accessEvent").GetString(), reason = Marks.Objection }));
        await Write("WithdrawObjection", cast.Applicant, $"/api/v1/my/objections/{other}/withdrawal", version: 1);
    }

    private async Task LeaveAsync()
    {
        var id = IdOf(await Write("SubmitCase", cast.Leaver, "/api/v1/cases", new
        {
            item = Journeys.BusinessLicenceItem, phone = Marks.Phone,
            form = new Dictionary<string, string> { ["tradeName"] = Marks.TradeName },
            materials = new[] { new { code = "application", sha256 = new string('a', 64) }, new { code = "premises", sha256 = new string('a', 64) } },
        }));
        await Write("WithdrawCase", cast.Leaver, $"/api/v1/cases/{id}/withdrawal", version: 1);
        await Write("CloseCase", cast.Caseworker, $"/api/v1/cases/{id}/closing", version: 2);

        // Asked for by an officer, who learns of the person by it, and by the person, who does not.
        var refused = IdOf(await Write("RequestErasure", cast.Admin, "/api/v1/erasures", new
        {
            reason = Marks.Remark, codeType = "111", code = Marks.LeaverCode,
        }));
        await Read("GetErasure", cast.Admin2, $"/api/v1/erasures/{refused}");
        await Write("RefuseErasure", cast.Admin2, $"/api/v1/erasures/{refused}/refusal", Reason, version: 1);
        var withdrawn = IdOf(await Write("RequestErasure", cast.Leaver, "/api/v1/erasures", Reason, discloses: false));
        await Write("WithdrawErasure", cast.Leaver, $"/api/v1/erasures/{withdrawn}/withdrawal", version: 1);
        var erased = IdOf(await Write("RequestErasure", cast.Leaver, "/api/v1/erasures", Reason, discloses: false));
        await Write("ApproveErasure", cast.Admin, $"/api/v1/erasures/{erased}/approval", version: 1);
        await Write("ApproveErasure", cast.Admin2, $"/api/v1/erasures/{erased}/approval", version: 2);
        await Read("ListErasures", cast.Leaver, "/api/v1/erasures");
    }

    private async Task PublicAsync(string identifier)
    {
        await Read("VerifyLicence", cast.Anybody, $"/api/v1/verify/{identifier}");
        await Read("GetCheckReceipt", cast.Anybody, $"/api/v1/verify/{identifier}/receipt");
        await Read("GetReceiptKeys", cast.Anybody, "/api/v1/verify/keys");
        await Read("VerifyShown", cast.Anybody, "/api/v1/verify/shown/nothing");
        await Write("VerifyLicences", cast.Anybody, "/api/v1/verify", new { identifiers = new[] { identifier, Marks.Code } });
        await Write("MatchLicence", cast.Verifier, "/api/v1/verify/match", new { identifier, holderName = Marks.Code });
        await Write("VerifyFile", cast.Anybody, "/api/v1/verify/file", new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Marks.Code)));
        await Read("GetCheckpoint", cast.Anybody, "/log/340100/checkpoint");
        await Read("GetVerifierKey", cast.Anybody, "/log/340100/vkey");
        using var checkpoint = await cast.Anybody.GetAsync(new Uri("/log/340100/checkpoint", UriKind.Relative));
        var size = int.Parse((await checkpoint.Content.ReadAsStringAsync()).Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture);
        await Read("GetTile", cast.Anybody, $"/log/340100/tile/entries/000{(size < 256 ? $".p/{size}" : "")}");
        await Read("GetTile", cast.Anybody, $"/log/340100/tile/0/000{(size < 256 ? $".p/{size}" : "")}");
        await Read("GetReceipt", cast.Anybody, $"/log/340100/proof/{size - 1}");
        await Read("GetIssuer", cast.Anybody, "/.well-known/jwt-vc-issuer/agency/11340100MB1AC012X9");
        await Read("GetCredentialIssuer", cast.Anybody, "/.well-known/openid-credential-issuer/agency/11340100MB1AC012X9");
        await Read("GetAuthorizationServer", cast.Anybody, "/.well-known/oauth-authorization-server/agency/11340100MB1AC012X9");
        await Read("GetLicenceRoot", cast.Anybody, "/licence-authority/root.pem");
        await Read("GetSealRoot", cast.Anybody, "/seal-authority/root.pem");
        await Read("ListStatusLists", cast.Anybody, "/status/11340100MB1AC012X9");
        await Read("GetStatusList", cast.Anybody, "/status/11340100MB1AC012X9/1");
        await Read("GetCredentialType", cast.Anybody, "/vct/11340100MB1AC012X9001/1");
    }

    /// <summary>A register of two marked rows, one of them expired, and of another in which everything is wrong.</summary>
    private static MultipartFormDataContent Register()
    {
        var row = $"HF209900001,34012099000001,新发,{Marks.Name},居民身份证,{Marks.Code},{Marks.TradeName},{Marks.Address},餐饮服务,2025-01-01,2025-01-01,2030-12-31,有效,";
        var expired = $"{ExpiredRow},34012099000002,新发,{Marks.Name},居民身份证,{Marks.Code},{Marks.TradeName},{Marks.Address},餐饮服务,2015-01-01,2015-01-01,2020-12-31,有效,";
        var wrong = string.Join(',', Columns.Split(',').Select((_, place) => place % 2 == 0 ? Marks.Name : Marks.Code));
        return new()
        {
            { new StringContent(File.ReadAllText(Imports.ImportHost.MappingFile("hefei-demo.json"))), "mapping", "mapping.json" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"{Columns}\n{row}\n{expired}\n{wrong}\n")), "register", "register.csv" },
        };
    }

    /// <summary>The log is published some time after the answers; what is about the licence is waited for.</summary>
    private async Task PublishedAsync(string licence) => await Eventually.HoldsAsync("the licence is published", async () =>
    {
        using var answer = await cast.Auditor.GetAsync(new Uri($"/api/v1/log/bundles?scope=licence&id={licence}", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    });
}
