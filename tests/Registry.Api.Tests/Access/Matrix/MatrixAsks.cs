using System.Net.Http.Json;
using Registry.Api.Tests.CovertInquiries;
using Registry.Api.Tests.LicenceBatches;
using Registry.Api.Tests.Sharing;
using Registry.Testing;
using static Registry.Api.Tests.Access.Matrix.MatrixCallers;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>How an operation of the API's description is asked for.</summary>
/// <param name="Kind">What it is asked for; the id fills the path, unless body or query carry it.</param>
/// <param name="Body">Made from the id: null for none, an object for JSON, or the content itself.</param>
/// <param name="Query">Made from the id.</param>
/// <param name="Header">A header of the operation's own, with its value.</param>
internal sealed record Ask(
    Kind Kind, Func<string, object?>? Body = null, Func<string, string>? Query = null, (string Name, string Value)? Header = null);

/// <summary>
/// Each operation, by the description's operationId. A write names a version that was never there (<see cref="Stale"/>), so
/// that it changes nothing: 412 says that the caller was let in. What takes no version is asked for in earnest.
/// </summary>
internal static class MatrixAsks
{
    public const string Stale = "\"99\"";

    private static readonly object Rule = new { kind = "withoutCase" };
    private static readonly object Reason = new { reason = "理由" };
    private static readonly object Duty = new { agency = Commerce, region = City, duty = "caseHandling" };

    public static readonly IReadOnlyDictionary<string, Ask> All = new Dictionary<string, Ask>
    {
        ["ListItems"] = new(Kind.None),
        ["GetItem"] = new(Kind.Item),
        ["PublishItem"] = new(Kind.None, _ => Hotel),
        ["WithdrawItem"] = new(Kind.Item),
        ["ListLicenceTypes"] = new(Kind.None),
        ["GetLicenceType"] = new(Kind.LicenceType),
        ["GetLicenceTypeVersion"] = new(Kind.LicenceType),
        ["ListLicenceTypeDrafts"] = new(Kind.None),
        ["ProposeLicenceType"] = new(Kind.LicenceType, _ => TypeJourneys.Definition()),
        ["PublishLicenceType"] = new(Kind.LicenceType),
        ["RejectLicenceType"] = new(Kind.LicenceType),
        ["GetOfficer"] = new(Kind.Officer),
        ["GiveDuty"] = new(Kind.Officer, _ => Duty),
        ["EndDuty"] = new(Kind.Officer, _ => Duty),

        ["SubmitCase"] = new(Kind.None, _ => Journeys.Application()),
        ["ListCases"] = new(Kind.None),
        ["GetCase"] = new(Kind.Case),
        ["UnmaskField"] = new(Kind.Case, _ => new { field = "phone" }),
        ["ConsentToCase"] = new(Kind.Case),
        ["DeclineCase"] = new(Kind.Case),
        ["RecordConsent"] = new(Kind.Case, _ => new { place = 2, basis = "理由" }),
        ["AcceptCase"] = new(Kind.Case),
        ["TakeOverCase"] = new(Kind.Case, _ => Reason),
        ["AssignCase"] = new(Kind.Case, _ => new { officer = "officer-commerce-3", reason = "理由" }),
        ["RefuseCase"] = new(Kind.Case, _ => Reason),
        ["ApproveCase"] = new(Kind.Case),
        ["RejectCase"] = new(Kind.Case, _ => Reason),
        ["WithdrawCase"] = new(Kind.Case),
        ["RequestCorrection"] = new(Kind.Case, _ => new { phone = "13900000000" }),
        ["CorrectCase"] = new(Kind.Case),
        ["RefuseCorrection"] = new(Kind.Case, _ => Reason),
        ["CloseCase"] = new(Kind.Case),
        ["AskInEmergency"] = new(Kind.Case, _ => Reason),
        ["ReplayCase"] = new(Kind.Case),

        ["MintLicence"] = new(Kind.Case, id => new { @case = id }),
        ["ListLicences"] = new(Kind.None),
        ["GetLicence"] = new(Kind.Licence),
        ["ShowLicence"] = new(Kind.Licence),
        ["VerifyShown"] = new(Kind.Identifier),
        ["GetLicencePdf"] = new(Kind.Licence),
        ["GetLicenceOfd"] = new(Kind.Licence),
        ["RenewLicence"] = new(Kind.Licence, _ => new { validFrom = "2026-01-01", validUntil = "2040-01-01" }),
        ["ChangeLicence"] = new(Kind.Licence, _ => new { fields = new { address = "示范路9号" } }),
        ["CorrectLicence"] = new(Kind.Licence, _ => new { fields = new { address = "示范路9号" }, reason = "理由" }),
        ["SuspendLicence"] = new(Kind.Licence, _ => Reason),
        ["RestoreLicence"] = new(Kind.Licence, _ => Reason),
        ["RevokeLicence"] = new(Kind.Licence, _ => Reason),
        ["CancelLicence"] = new(Kind.Licence, _ => Reason),
        ["WithdrawLicence"] = new(Kind.Licence, _ => Reason),
        ["LapseLicence"] = new(Kind.Licence, _ => Reason),
        ["BeginTransfer"] = new(Kind.Licence, _ => Reason),
        ["CancelTransfer"] = new(Kind.Licence, _ => Reason),
        ["CompleteTransfer"] = new(Kind.Licence, _ => Reason),
        ["AcceptTransfer"] = new(Kind.Licence),
        ["ApproveProposal"] = new(Kind.Licence),
        ["DismissProposal"] = new(Kind.Licence),
        ["GetMetadata"] = new(Kind.Licence),
        ["GetProposal"] = new(Kind.Licence),
        ["MakeCopy"] = new(Kind.Licence, _ => new
        {
            recipient = "合肥市房产局", purpose = "办理租赁备案", until = TimeProvider.System.GetUtcNow().AddDays(30),
        }),
        ["ListCopies"] = new(Kind.Licence),
        ["GetCopy"] = new(Kind.Copy),
        ["RevokeCopy"] = new(Kind.Copy),
        ["ReplayLicence"] = new(Kind.Licence),
        ["MintCredential"] = new(Kind.Licence, _ => new { }),
        ["OfferCredential"] = new(Kind.Licence),
        ["OfferAtWindow"] = new(Kind.Licence),
        ["TakeWindowOffer"] = new(Kind.WindowOffer),
        ["GetCredential"] = new(Kind.Credential),
        ["GetMintingEvidence"] = new(Kind.Credential),
        ["VerifyLicence"] = new(Kind.Identifier),
        ["GetCheckReceipt"] = new(Kind.Identifier),
        ["GetReceiptKeys"] = new(Kind.None),
        ["VerifyLicences"] = new(Kind.None, _ => new { identifiers = new[] { "1234" } }),
        ["MatchLicence"] = new(Kind.None, _ => new
        {
            identifier = "1.2.156.3005.2.11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.Y", holderName = "王芳",
        }),
        ["VerifyFile"] = new(Kind.None, _ => new ByteArrayContent("1234"u8.ToArray())),

        ["FindSubject"] = new(Kind.Person, code => new { codeType = "111", code }),
        ["SearchAccesses"] = new(Kind.Person, code => code.Length == 0
            ? new { reason = "核查" }
            : new { reason = "核查", subject = new { codeType = "111", code } }),
        ["GetEnquiry"] = new(Kind.Enquiry),
        ["DefineRule"] = new(Kind.None, _ => Rule),
        ["ChangeRule"] = new(Kind.Rule, _ => Rule),
        ["RetireRule"] = new(Kind.Rule),
        ["ListRules"] = new(Kind.None),
        ["ApplyRule"] = new(Kind.Rule, _ => new { from = "2026-01-01", to = "2026-01-02" }),
        ["ListFindings"] = new(Kind.None),
        ["GetFinding"] = new(Kind.Finding),
        ["ListClosedFindings"] = new(Kind.None),
        ["CloseFindings"] = new(Kind.Finding, id => new { findings = new[] { new { id, version = 99 } }, conclusion = "justified", reason = "理由" }),
        ["CloseFinding"] = new(Kind.Finding, _ => new { conclusion = "justified", reason = "理由" }),
        ["GetFindingReason"] = new(Kind.Finding),
        ["ListWatchedPersons"] = new(Kind.None),
        ["AddWatchedPerson"] = new(Kind.Person, Code),
        ["RemoveWatchedPerson"] = new(Kind.Person, Code),
        ["ListRelatedPersons"] = new(Kind.Officer),
        ["AddRelatedPerson"] = new(Kind.Officer, _ => Code("340104199001010017")),
        ["RemoveRelatedPerson"] = new(Kind.Officer, _ => Code("340104199001010017")),
        ["ListAccesses"] = new(Kind.None),
        ["ExportAccesses"] = new(Kind.None),
        ["GetSubjectHead"] = new(Kind.None),
        ["GrantDelegation"] = new(Kind.Person, code => new
        {
            @delegate = new { codeType = "111", code }, purposes = new[] { "readCases" }, until = "2027-06-30",
        }),
        ["RequestCovertInquiry"] = new(Kind.Person, code => new
        {
            codeType = "111", code, warrant = "字17号", reason = "理由", releaseOn = CovertHost.In(30),
        }),
        ["ListCovertInquiries"] = new(Kind.None),
        ["CountSealedSlots"] = new(Kind.None),
        ["ProposeSharingGrant"] = new(Kind.None, _ => SharingJourneys.Request(Health)),
        ["ListSharingGrants"] = new(Kind.None),
        ["ApproveSharingGrant"] = new(Kind.SharingGrant),
        ["RevokeSharingGrant"] = new(Kind.SharingGrant),
        ["QueryCertInfoByHolder"] = new(Kind.Access, access => Service(
            access, new { holderCode = "340104199001010017", holderTypeCode = "111", certTypeCode = $"{Commerce}001" })),
        ["QueryCertInfoByQrCode"] = new(Kind.Access, access => Service(access, new { qrCode = "made-up" })),
        ["DownloadCertFile"] = new(Kind.Access, access => Service(access, new
        {
            authCode = "made-up", certificateIdentifier = "1.2.156.3005.2.11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.Y",
            fileType = "ofd", certificateCopyCause = "核验", certificateCopyExpiringTime = "2027-06-30T00:00:00Z",
        })),
        ["FetchCertFile"] = new(Kind.Access),
        ["VerifyCertFile"] = new(Kind.None, _ => Service("", new { fileContent = "MTIzNA==" })),
        ["ProposeReissue"] = new(Kind.None, _ => BatchJourneys.Request($"b{Guid.NewGuid():N}")),
        ["ProposeMinting"] = new(Kind.None, _ => BatchJourneys.MintingRequest($"b{Guid.NewGuid():N}", BatchJourneys.BusinessLicence, Guid.NewGuid())),
        ["ListLicenceBatches"] = new(Kind.None),
        ["GetLicenceBatch"] = new(Kind.LicenceBatch),
        ["ApproveLicenceBatch"] = new(Kind.LicenceBatch),
        ["EndLicenceBatch"] = new(Kind.LicenceBatch),
        ["GetCovertInquiry"] = new(Kind.CovertInquiry),
        ["AuthoriseCovertInquiry"] = new(Kind.CovertInquiry),
        ["AskToExtendCovertInquiry"] = new(Kind.CovertInquiry, _ => new { reason = "理由", releaseOn = CovertHost.In(60) }),
        ["ExtendCovertInquiry"] = new(Kind.CovertInquiry),
        ["EndCovertInquiry"] = new(Kind.CovertInquiry),
        ["Subscribe"] = new(Kind.None, _ => new { }),
        ["GetSubscription"] = new(Kind.None),
        ["EndSubscription"] = new(Kind.None),
        ["ListNotices"] = new(Kind.None),
        ["StreamNotices"] = new(Kind.None),
        ["ListDelegations"] = new(Kind.None),
        ["RevokeDelegation"] = new(Kind.Delegation),
        ["ListEmergencies"] = new(Kind.None),
        ["ReleaseEmergency"] = new(Kind.Emergency),
        ["EndEmergency"] = new(Kind.Emergency),
        ["RaiseObjection"] = new(Kind.Look, id => new { access = id, reason = "理由" }),
        ["ListOwnObjections"] = new(Kind.None),
        ["GetOwnObjection"] = new(Kind.Objection),
        ["WithdrawObjection"] = new(Kind.Objection),
        ["ListObjections"] = new(Kind.None),
        ["GetObjection"] = new(Kind.Objection),
        ["TakeObjection"] = new(Kind.Objection),
        ["AnswerObjection"] = new(Kind.Objection, _ => new { finding = "lawful", measure = "none", reason = "理由" }),
        ["FindUsage"] = new(Kind.Person, Query: code => $"?userCode=CN{code}", Header: ("X-Road-UserId", "CN340104199001010017")),
        ["GetUsagePeriod"] = new(Kind.None),
        ["GetHeartbeat"] = new(Kind.None),
        ["RequestErasure"] = new(Kind.Person, code => code.Length == 0 ? new { } : new { codeType = "111", code }),
        ["ListErasures"] = new(Kind.None),
        ["GetErasure"] = new(Kind.Erasure),
        ["ApproveErasure"] = new(Kind.Erasure),
        ["RefuseErasure"] = new(Kind.Erasure, _ => Reason),
        ["WithdrawErasure"] = new(Kind.Erasure),

        ["ImportRegister"] = new(Kind.None, _ => new MultipartFormDataContent { { new StringContent("{}"), "mapping", "mapping.json" } }),
        ["ExportLog"] = new(Kind.None),
        ["GetBundle"] = new(Kind.Case, Query: id => $"?scope=case&id={id}"),
        ["GetCheckpoint"] = new(Kind.None),
        ["GetVerifierKey"] = new(Kind.None),
        ["GetTile"] = new(Kind.Tile),
        ["GetReceipt"] = new(Kind.Entry),
        ["GetEventState"] = new(Kind.Event),

        ["GetIssuer"] = new(Kind.Issuer),
        ["GetCredentialIssuer"] = new(Kind.Issuer),
        ["GetAuthorizationServer"] = new(Kind.Issuer),
        ["GetOffer"] = new(Kind.Agency),
        ["PushAuthorizationRequest"] = new(Kind.Agency),
        ["AskConsent"] = new(Kind.Agency),
        ["TakeConsent"] = new(Kind.Agency),
        ["MakeToken"] = new(Kind.Agency),
        ["MakeNonce"] = new(Kind.Agency),
        ["FetchCredential"] = new(Kind.Agency),
        ["FetchDeferred"] = new(Kind.Agency),
        ["TakeNotification"] = new(Kind.Agency),
        ["AskForPresentation"] = new(Kind.None, _ => new { licenceType = $"{Commerce}001", claims = new[] { "holder_name" } }),
        ["GetPresentation"] = new(Kind.Presentation),
        ["GetRequestObject"] = new(Kind.Presentation),
        ["PostForRequestObject"] = new(Kind.Presentation),
        ["ReceivePresentation"] = new(Kind.Presentation),
        ["GetLicenceRoot"] = new(Kind.None),
        ["GetSealRoot"] = new(Kind.None),
        ["GetCredentialType"] = new(Kind.CredentialType),
        ["ListStatusLists"] = new(Kind.Agency),
        ["GetStatusList"] = new(Kind.StatusList),
    };

    private static object Service(string access, object data) => new { head = new { accessId = access }, data };

    private static object Code(string code) => new { codeType = "111", code };

    private static readonly object Hotel = new
    {
        code = Journeys.HotelItem, name = new { zh = "旅馆", en = "Hotel" }, agency = Commerce, region = City,
        materials = Array.Empty<object>(), legalDays = 10, promisedDays = 5, result = (object?)null,
    };

    /// <summary>The request of one cell.</summary>
    public static HttpRequestMessage Request(Operation operation, string id)
    {
        var ask = All[operation.Id];
        var request = new HttpRequestMessage(operation.Method, operation.PathFor(id) + ask.Query?.Invoke(id));
        if (ask.Body?.Invoke(id) is { } body)
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (ask.Header is var (name, value))
            request.Headers.Add(name, value);
        if (operation.Headers.Contains("Idempotency-Key"))
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (operation.Headers.Contains("If-Match"))
            request.Headers.TryAddWithoutValidation("If-Match", Stale);
        return request;
    }
}
