using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

internal abstract partial class Tour
{
    /// <summary>A system of the other agency finds the licence and takes a copy.</summary>
    private async Task AskSharingServiceAsync(string licence, string grant)
    {
        await Write("GiveDuty", cast.Admin, "/api/v1/officers/system-canary/duties",
            new { agency = "11340100MB1AC00901", region = "340100", duty = "sharedAccess" }, version: 0);
        var found = await Ask("QueryCertInfoByHolder", "queryCertInfoByHolderCode",
            new { holderCode = Marks.Code, holderTypeCode = "111", certTypeCode = TypeJourneys.Workshop });
        using var page = await StopAsync("ShowLicence", cast.Applicant, () => new HttpRequestMessage(HttpMethod.Get, $"{licence}/showing"));
        using var shown = new Showing.ShownPage(await page.Content.ReadAsStringAsync());
        await Ask("QueryCertInfoByQrCode", "queryCertInfoByQRcode", new { qrCode = await shown.CodeAsync("show-code") });
        var info = found.GetProperty("certInfos")[0];
        var made = await Ask("DownloadCertFile", "downloadFile", new
        {
            authCode = info.GetProperty("authCode").GetString(), certificateIdentifier = info.GetProperty("certificateIdentifier").GetString(),
            fileType = "ofd", certificateCopyCause = Marks.Remark, certificateCopyExpiringTime = TimeProvider.System.GetUtcNow().AddDays(7),
        });
        using var file = await StopAsync("FetchCertFile", cast.System,
            () => new HttpRequestMessage(HttpMethod.Get, made.GetProperty("fileUrl").GetString()));
        await Ask("VerifyCertFile", "verifyFile", new { fileContent = System.Text.Encoding.UTF8.GetBytes(Marks.Code) });

        async Task<System.Text.Json.JsonElement> Ask(string name, string path, object data) => (await Write(
            name, cast.System, $"/CertShare/{path}", new { head = new { accessId = grant }, data })).GetProperty("data");
    }
}
