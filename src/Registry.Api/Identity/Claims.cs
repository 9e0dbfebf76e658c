using System.Security.Claims;
using Registry.Domain.Access;

namespace Registry.Api.Identity;

/// <summary>The claims that access tokens carry.</summary>
internal static class Claims
{
    public const string Subject = "sub";
    public const string Role = "role";

    /// <summary>Region code of the registry authority.</summary>
    public const string Tenant = "tenant";

    /// <summary>USCC of an officer's agency.</summary>
    public const string Agency = "agency";

    /// <summary>Area of an officer's duty.</summary>
    public const string Region = "region";

    public const string PartyName = "party_name";
    public const string PartyCodeType = "party_code_type";
    public const string PartyCode = "party_code";
}

/// <summary>Role names in tokens, and the policies that routes ask for.</summary>
internal static class Roles
{
    public const string Citizen = "citizen";
    public const string Caseworker = "caseworker";
    public const string IssuingOfficer = "issuer";
    public const string Verifier = "verifier";
    public const string Auditor = "auditor";
    public const string Supervisor = "supervisor";
    public const string DataProtectionOfficer = "dpo";
    public const string Administrator = "admin";

    /// <summary>Looks covertly for an authority that may.</summary>
    public const string Investigator = "investigator";

    /// <summary>The account of another department's system.</summary>
    public const string System = "system";

    /// <summary>The service account of a national tracker; acts for no agency.</summary>
    public const string Tracker = "tracker";

    public static Role Of(ClaimsPrincipal user) => user.FindFirstValue(Claims.Role) switch
    {
        Citizen => Role.Citizen,
        Caseworker => Role.Caseworker,
        IssuingOfficer => Role.IssuingOfficer,
        Verifier => Role.Verifier,
        Auditor => Role.Auditor,
        Supervisor => Role.Supervisor,
        DataProtectionOfficer => Role.DataProtectionOfficer,
        Administrator => Role.Administrator,
        Investigator => Role.Investigator,
        System => Role.System,
        Tracker => Role.Tracker,
        _ => throw new InvalidOperationException("The token was let in without a known role."),
    };
}

/// <summary>What a route demands of the caller's role. Whose data it is, the command or the access policy decides.</summary>
internal static class Policies
{
    public const string Apply = "apply";
    public const string HandleCases = "handle-cases";
    public const string IssueLicences = "issue-licences";
    public const string ReadCases = "read-cases";
    public const string UnmaskFields = "unmask-fields";
    public const string ReadLicences = "read-licences";
    public const string AskForPresentations = "ask-for-presentations";
    public const string MatchLicences = "match-licences";
    public const string ReadOneLicence = "read-one-licence";
    public const string MakeCopies = "make-copies";
    public const string OwnData = "own-data";
    public const string ManageItems = "manage-items";
    public const string ManageLicenceTypes = "manage-licence-types";
    public const string ManageDuties = "manage-duties";
    public const string AskInEmergency = "ask-in-emergency";
    public const string ReleaseEmergencies = "release-emergencies";
    public const string EndEmergencies = "end-emergencies";
    public const string SeeEmergencies = "see-emergencies";
    public const string Supervise = "supervise";
    public const string ImportRegisters = "import-registers";
    public const string ExportLog = "export-log";
    public const string TakeEvidence = "take-evidence";
    public const string Audit = "audit";
    public const string AuditLooks = "audit-looks";
    public const string ManageAuditRules = "manage-audit-rules";
    public const string RelatePersons = "relate-persons";
    public const string SeeAuditRules = "see-audit-rules";
    public const string RequestErasure = "request-erasure";
    public const string Erase = "erase";
    public const string FindSubjects = "find-subjects";
    public const string InvestigateCovertly = "investigate-covertly";
    public const string EndCovertInquiries = "end-covert-inquiries";
    public const string SeeCovertInquiries = "see-covert-inquiries";
    public const string ReadCovertInquiries = "read-covert-inquiries";
    public const string ProposeSharing = "propose-sharing";
    public const string RevokeSharing = "revoke-sharing";
    public const string SeeSharing = "see-sharing";
    public const string AskSharingService = "ask-sharing-service";
    public const string SeeLicenceBatches = "see-licence-batches";
    public const string TrackUsage = "track-usage";
    public const string AnswerObjections = "answer-objections";

    public static readonly IReadOnlyDictionary<string, string[]> RolesByPolicy = new Dictionary<string, string[]>
    {
        [Apply] = [Roles.Citizen],
        [HandleCases] = [Roles.Caseworker],
        [IssueLicences] = [Roles.IssuingOfficer],
        [ReadCases] = [Roles.Citizen, Roles.Caseworker, Roles.IssuingOfficer, Roles.Supervisor, Roles.Auditor, Roles.Investigator],
        [UnmaskFields] = [Roles.Caseworker, Roles.IssuingOfficer],
        [ReadLicences] = [Roles.Citizen, Roles.IssuingOfficer, Roles.Verifier, Roles.Auditor, Roles.Investigator],
        [AskForPresentations] = [Roles.Verifier],
        [MatchLicences] = [Roles.Verifier],
        [ReadOneLicence] =
            [Roles.Citizen, Roles.Caseworker, Roles.IssuingOfficer, Roles.Verifier, Roles.Auditor, Roles.Investigator],
        [MakeCopies] = [Roles.Citizen, Roles.IssuingOfficer],
        [OwnData] = [Roles.Citizen],
        [ManageItems] = [Roles.Administrator],
        [ManageLicenceTypes] = [Roles.Administrator],
        [ManageDuties] = [Roles.Administrator],
        [AskInEmergency] = [Roles.Caseworker, Roles.IssuingOfficer],
        [ReleaseEmergencies] = [Roles.Supervisor, Roles.DataProtectionOfficer],
        [EndEmergencies] = [Roles.Caseworker, Roles.IssuingOfficer, Roles.Supervisor, Roles.DataProtectionOfficer],
        [SeeEmergencies] = [Roles.Supervisor, Roles.DataProtectionOfficer, Roles.Auditor],
        [Supervise] = [Roles.Supervisor],
        [ImportRegisters] = [Roles.IssuingOfficer, Roles.Administrator],
        [ExportLog] = [Roles.Auditor],
        [TakeEvidence] = [Roles.Citizen, Roles.Auditor],
        [Audit] = [Roles.Auditor],
        [AuditLooks] = [Roles.Auditor, Roles.DataProtectionOfficer],
        [ManageAuditRules] = [Roles.Auditor, Roles.Administrator],
        [RelatePersons] = [Roles.Supervisor, Roles.DataProtectionOfficer],
        [SeeAuditRules] = [Roles.Auditor, Roles.Administrator, Roles.DataProtectionOfficer],
        [RequestErasure] = [Roles.Citizen, Roles.Administrator],
        [Erase] = [Roles.Administrator],
        [FindSubjects] = [Roles.Caseworker, Roles.IssuingOfficer, Roles.Investigator],
        [InvestigateCovertly] = [Roles.Investigator],
        [EndCovertInquiries] = [Roles.Investigator, Roles.Supervisor],
        [SeeCovertInquiries] = [Roles.Investigator, Roles.Supervisor, Roles.Auditor],
        [ReadCovertInquiries] = [Roles.Investigator, Roles.Supervisor],
        [ProposeSharing] = [Roles.IssuingOfficer],
        [RevokeSharing] = [Roles.IssuingOfficer, Roles.Supervisor],
        [SeeSharing] =
            [Roles.Caseworker, Roles.IssuingOfficer, Roles.Verifier, Roles.Supervisor, Roles.DataProtectionOfficer, Roles.Auditor],
        [AskSharingService] = [Roles.System],
        [SeeLicenceBatches] = [Roles.IssuingOfficer, Roles.Supervisor, Roles.Auditor],
        [TrackUsage] = [Roles.Tracker],
        [AnswerObjections] = [Roles.DataProtectionOfficer, Roles.Administrator],
    };
}
