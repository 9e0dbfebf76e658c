using Registry.Api.Tests.Audit;
using Registry.Api.Tests.CovertInquiries;
using Registry.Api.Tests.Erasures;
using Registry.Api.Tests.LicenceBatches;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.LicenceTypes;
using Registry.Api.Tests.Sharing;
using Registry.Testing;
using static Registry.Api.Tests.Access.Matrix.MatrixCallers;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>A class of what can be asked for; <see cref="None"/> for routes that name nothing.</summary>
internal enum Kind
{
    None,
    Case,
    Licence,
    Copy,
    Delegation,
    Emergency,
    Erasure,
    Person,
    Officer,
    Item,
    LicenceType,
    Identifier,
    Enquiry,
    CovertInquiry,
    SharingGrant,

    /// <summary>What a system names as its grant.</summary>
    Access,
    LicenceBatch,
    Rule,
    Finding,
    Look,
    Objection,
    Tile,
    Entry,
    Event,
    Issuer,
    Credential,
    CredentialType,
    Agency,
    StatusList,
    Presentation,
    WindowOffer,
}

/// <summary>
/// What is there to be asked for, by kind and by the names that the table uses: as Wang Fang (citizen) and the caseworker of
/// Commerce see it.
/// </summary>
internal static class MatrixObjects
{
    public const string Absent = "absent";

    /// <summary>Between the parts of what is named by several.</summary>
    public const char Between = '|';
    public const string Malformed = "malformed";

    private const string HealthItem = "11340100MB1AC0103N3340123001001";
    private const string ShushanItem = "11340100MB1AC009013340117001001";

    public static async Task<IReadOnlyDictionary<Kind, IReadOnlyDictionary<string, string>>> MakeAsync(
        RegistryHost host, IReadOnlyDictionary<string, HttpClient> callers)
    {
        var delegations = await DelegateAsync(callers);
        var cases = await CasesAsync(callers);
        var own = await LicenceAsync(callers, "citizen", "caseworker", "issuer", Journeys.BusinessLicenceItem);
        var others = await LicenceAsync(callers, "citizen2", "caseworker", "issuer", Journeys.BusinessLicenceItem);
        var foreign = await LicenceAsync(callers, "citizen", "caseworker2", "issuer-health", HealthItem);
        var looks = new Dictionary<string, Guid>
        {
            ["own"] = await LookAsync(callers["caseworker"], cases["assigned"]),
            ["others"] = await LookAsync(callers["caseworker"], cases["others"]),
            ["other-agency"] = await LookAsync(callers["caseworker2"], cases["other-agency"]),
        };
        (await callers["citizen"].WriteAsync("/api/v1/my/notices/subscription", new { }, version: 0)).EnsureSuccessStatusCode();
        var findings = await FindingsAsync(host, callers);
        var emergencies = await EmergenciesAsync(callers, cases);
        Name(callers["caseworker-in-emergency"], "Emergency", emergencies.Own);
        var @event = (Guid)(await host.RowAsync("select id from mt_events where stream_id = $1 and version = 1", own.Id))[0]!;
        await Eventually.HoldsAsync("something is published", async () =>
            (long)(await host.RowAsync("select coalesce(max(size), 0) from log_publication"))[0]! > 0);

        return new Dictionary<Kind, IReadOnlyDictionary<string, string>>
        {
            [Kind.None] = Named(("-", "")),
            [Kind.Case] = Ids([.. cases.Select(one => (one.Key, one.Value))]),
            [Kind.Licence] = Ids(("own", own.Id), ("others", others.Id), ("other-agency", foreign.Id), ("on-its-way", await LeavingAsync(host))),
            [Kind.Copy] = Ids(
                ("own", await CopyAsync(callers["citizen"], own.Id)), ("others", await CopyAsync(callers["citizen2"], others.Id)),
                ("other-agency", await CopyAsync(callers["issuer-health"], foreign.Id))),
            [Kind.Delegation] = Ids(("given", delegations.Given), ("others", delegations.Others)),
            [Kind.Emergency] = Ids(("own-agency", emergencies.Own), ("other-agency", emergencies.Foreign)),
            [Kind.Erasure] = Ids(("leaving", await LeaveAsync(callers["leaving"], callers["caseworker"]))),
            [Kind.CovertInquiry] = Ids(("asked-by-police", await IdOf(callers["investigator"].WriteAsync(
                "/api/v1/covert-inquiries", CovertHost.Request(CovertHost.In(30)))))),
            [Kind.SharingGrant] = Ids(
                ("given-by-own-agency", await IdOf(callers["issuer"].WriteAsync("/api/v1/sharing-grants", SharingJourneys.Request(Health)))),
                ("given-by-other-agency", await IdOf(callers["issuer-health"].WriteAsync(
                    "/api/v1/sharing-grants", SharingJourneys.Request(Commerce, "11340100MB1AC0103N001"))))),
            [Kind.Access] = Ids(
                ("given-to-it", await SharingJourneys.ApprovedGrant(host, Health, SharingJourneys.BusinessLicence, "holder.name")),
                ("given-to-others", await SharingJourneys.ApprovedGrant(host, Urban, SharingJourneys.BusinessLicence, "holder.name")),
                ("not-approved", await SharingJourneys.ProposedGrant(host, Health, SharingJourneys.BusinessLicence, "holder.name"))),
            [Kind.LicenceBatch] = Ids(
                ("of-own-agency", await IdOf(callers["issuer"].WriteAsync(
                    "/api/v1/licence-batches/reissues", BatchJourneys.Request("new-template")))),
                ("of-other-agency", await IdOf(callers["issuer-health"].WriteAsync(
                    "/api/v1/licence-batches/reissues", BatchJourneys.Request("new-template", "11340100MB1AC0103N001"))))),
            [Kind.Rule] = Ids(("defined", findings.Rule)),
            [Kind.Finding] = Ids(("own-agency", findings.Own), ("other-agency", findings.Foreign)),
            [Kind.Look] = Ids([.. looks.Select(one => (one.Key, one.Value))]),
            [Kind.Objection] = Ids(
                ("own", await ObjectAsync(callers["citizen"], looks["own"])),
                ("others", await ObjectAsync(callers["citizen2"], looks["others"])),
                ("other-agency", await ObjectAsync(callers["citizen"], looks["other-agency"]))),
            [Kind.Enquiry] = Ids(
                ("auditor-s", await SearchAsync(callers["auditor"])), ("own-agency", await SearchAsync(callers["dpo"])),
                ("other-agency", await SearchAsync(callers["dpo-health"]))),
            [Kind.Person] = Named(
                ("nobody", ""), ("known", "340104199001010017"), ("unknown", "340104200001010012"), (Malformed, "340104199001010018")),
            [Kind.Officer] = Named(("known", "officer-commerce-1"), (Absent, "officer-nobody"), (Malformed, "officer%21")),
            [Kind.Item] = Named(
                ("known", Journeys.HotelItem), (Absent, "11340100MB1AC002333340109001999"), (Malformed, "1234")),
            [Kind.LicenceType] = Named(
                ("known", "11340100MB1AC00233001"), (Absent, "11340100MB1AC00233999"), (Malformed, "1234")),
            [Kind.Identifier] = Named(("known", own.Identifier), (Malformed, "1234")),
            [Kind.Tile] = Named(("published", "entries/000.p/1"), (Absent, "0/x001/000"), (Malformed, "up")),
            [Kind.Entry] = Named(("published", "0"), (Absent, "999999999"), (Malformed, "first")),
            [Kind.Event] = Ids(("logged", @event)),
            [Kind.Issuer] = Named(
                ("known", $"agency/{Commerce}"), (Absent, "agency/11340100MB1AC01464"), (Malformed, "agency")),
            [Kind.Credential] = Ids(
                ("own", await CarriedAsync(callers["citizen"], own.Id)), ("others", await CarriedAsync(callers["citizen2"], others.Id))),
            [Kind.Agency] = Named(("known", Commerce), (Absent, "11340100MB1AC01464"), (Malformed, "1234")),
            [Kind.StatusList] = Named(("known", $"{Commerce}|1"), (Absent, $"{Commerce}|99"), (Malformed, "1234|1")),
            [Kind.WindowOffer] = Named(
                ("own", await OfferedAsync(callers["issuer"], own.Id)), ("others", await OfferedAsync(callers["issuer"], others.Id)),
                (Absent, "nothing")),
            [Kind.Presentation] = Named(("waiting", await AskedAsync(callers["verifier"])), (Absent, "nothing")),
            [Kind.CredentialType] = Named(
                ("known", $"{Commerce}001|1"), (Absent, $"{Commerce}001|2"), (Malformed, "1234|1")),
        };
    }

    private static async Task<string> OfferedAsync(HttpClient issuer, Guid licence)
    {
        using var answer = await issuer.WriteAsync($"/api/v1/licences/{licence}/window-offers", null);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("name").GetString()!;
    }

    private static async Task<string> AskedAsync(HttpClient verifier)
    {
        using var answer = await verifier.WriteAsync(
            "/api/v1/presentations", new { licenceType = $"{Commerce}001", claims = new[] { "holder_name" } });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("handle").GetString()!;
    }

    private static async Task<Dictionary<string, Guid>> CasesAsync(IReadOnlyDictionary<string, HttpClient> callers) => new()
    {
        ["unassigned"] = await SubmitAsync(callers["citizen"], Journeys.BusinessLicenceItem),
        ["assigned"] = await AcceptedAsync(callers, "citizen", "caseworker", Journeys.BusinessLicenceItem),
        ["approved"] = await ApprovedAsync(callers, "citizen", "caseworker", Journeys.BusinessLicenceItem),
        ["others"] = await AcceptedAsync(callers, "citizen2", "caseworker", Journeys.BusinessLicenceItem),
        ["company-s"] = await AcceptedAsync(callers, "company", "caseworker3", Journeys.BusinessLicenceItem),
        ["other-agency"] = await AcceptedAsync(callers, "citizen", "caseworker2", HealthItem),
        ["other-region"] = await AcceptedAsync(callers, "citizen", "caseworker-urban-shushan", ShushanItem),
        ["together"] = await IdOf(callers["citizen2"].WriteAsync("/api/v1/cases", JointJourneys.Application(
            others: new { name = "王芳", codeType = "111", code = "340104199001010017" }))),
    };

    private static async Task<(Guid Own, Guid Foreign)> EmergenciesAsync(
        IReadOnlyDictionary<string, HttpClient> callers, Dictionary<string, Guid> cases)
    {
        var reason = new { reason = "申请人住院" };
        var own = await IdOf(callers["caseworker-in-emergency"].WriteAsync($"/api/v1/cases/{cases["assigned"]}/emergency", reason));
        (await callers["supervisor"].WriteAsync($"/api/v1/emergencies/{own}/release", version: 1)).EnsureSuccessStatusCode();
        return (own, await IdOf(callers["caseworker2"].WriteAsync($"/api/v1/cases/{cases["other-agency"]}/emergency", reason)));
    }

    /// <summary>An officer of each agency has looked without a case; both findings are closed, so that there is a reason to read.</summary>
    private static async Task<(Guid Rule, Guid Own, Guid Foreign)> FindingsAsync(
        RegistryHost host, IReadOnlyDictionary<string, HttpClient> callers)
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        foreach (var officer in (string[])["caseworker", "caseworker2"])
            await host.JudgedAsync(await host.LookWithoutCase(officer));
        var found = (await host.FindingsOf(rule)).ToDictionary(
            finding => finding.GetProperty("agency").GetString()!, finding => finding.GetProperty("id").GetGuid());
        foreach (var id in found.Values)
            (await callers["auditor"].CloseAsync(id)).EnsureSuccessStatusCode();
        return (rule, found[Commerce], found[Health]);
    }

    private static async Task<Guid> LookAsync(HttpClient officer, Guid @case)
    {
        using var answer = await officer.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    private static Task<Guid> ObjectAsync(HttpClient person, Guid access) =>
        IdOf(person.WriteAsync("/api/v1/my/objections", new { access, reason = "理由" }));

    private static async Task<Guid> SearchAsync(HttpClient auditor)
    {
        using var answer = await auditor.WriteAsync("/api/v1/audit/accesses/search", new { reason = "核查" });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    private static async Task<Guid> LeaveAsync(HttpClient leaving, HttpClient caseworker)
    {
        var id = await SubmitAsync(leaving, Journeys.BusinessLicenceItem);
        (await leaving.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1)).EnsureSuccessStatusCode();
        (await caseworker.WriteAsync($"/api/v1/cases/{id}/closing", version: 2)).EnsureSuccessStatusCode();
        return await leaving.RequestedErasure();
    }

    private static async Task<(Guid Id, string Identifier)> LicenceAsync(
        IReadOnlyDictionary<string, HttpClient> callers, string citizen, string caseworker, string issuer, string item)
    {
        var @case = await ApprovedAsync(callers, citizen, caseworker, item);
        using var answer = await callers[issuer].WriteAsync("/api/v1/licences", new { @case }, version: 3);
        var receipt = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (receipt.GetProperty("id").GetGuid(), receipt.GetProperty("number").GetString()!);
    }

    /// <summary>From Commerce to Health, either of which may issue it.</summary>
    private static async Task<Guid> LeavingAsync(RegistryHost host)
    {
        var (kind, definition) = (new TypedItem(host, 951), TypeJourneys.Definition());
        definition["issuers"] = new { agencies = new[] { Commerce, Health }, regions = Array.Empty<string>() };
        await kind.PublishAsync(definition);
        var id = await kind.LicenceAsync("citizen2");
        await host.StepAsync(id, "transfer", 1, new { reason = "迁出", receiver = Health });
        return id;
    }

    private static Task<Guid> CopyAsync(HttpClient maker, Guid licence) => IdOf(maker.WriteAsync(
        $"/api/v1/licences/{licence}/copies", new { recipient = "合肥市房产局", purpose = "办理租赁备案", until = InAMonth }));

    private static DateTimeOffset InAMonth => TimeProvider.System.GetUtcNow().AddDays(30);
    /// <summary>A credential, once the licence is published.</summary>
    private static async Task<Guid> CarriedAsync(HttpClient holder, Guid licence)
    {
        Guid? made = null;
        await Eventually.HoldsAsync("the licence can be carried", async () =>
        {
            using var answer = await holder.WriteAsync($"/api/v1/licences/{licence}/credentials", new { });
            if (answer.IsSuccessStatusCode)
                made = (await answer.JsonAsync()).GetProperty("id").GetGuid();
            return made is not null;
        });
        return made!.Value;
    }

    private static async Task<Guid> ApprovedAsync(
        IReadOnlyDictionary<string, HttpClient> callers, string citizen, string caseworker, string item)
    {
        var id = await AcceptedAsync(callers, citizen, caseworker, item);
        (await callers[caseworker].WriteAsync($"/api/v1/cases/{id}/approval", version: 2)).EnsureSuccessStatusCode();
        return id;
    }

    private static async Task<Guid> AcceptedAsync(
        IReadOnlyDictionary<string, HttpClient> callers, string citizen, string caseworker, string item)
    {
        var id = await SubmitAsync(callers[citizen], item);
        (await callers[caseworker].WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1)).EnsureSuccessStatusCode();
        return id;
    }

    private static Task<Guid> SubmitAsync(HttpClient citizen, string item) => IdOf(citizen.WriteAsync("/api/v1/cases", new
    {
        item, phone = "13800000000", form = new Dictionary<string, string> { ["tradeName"] = "𠮷祥面馆" },
        materials = MaterialsOf(item).Select(code => new { code, sha256 = new string('a', 64) }),
    }));

    private static string[] MaterialsOf(string item) => item switch
    {
        HealthItem => ["application", "report"],
        ShushanItem => ["application", "drawing"],
        _ => ["application", "premises"],
    };

    private static Dictionary<string, string> Ids(params (string Name, Guid Id)[] ids) => Named(
        [.. ids.Select(one => (one.Name, one.Id.ToString())), (Absent, "00000000-0000-4000-8000-000000000000"), (Malformed, "1234")]);

    private static Dictionary<string, string> Named(params (string Name, string Id)[] ids) => ids.ToDictionary(one => one.Name, one => one.Id);
}
