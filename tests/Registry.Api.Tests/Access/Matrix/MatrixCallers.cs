using Registry.Testing;

namespace Registry.Api.Tests.Access.Matrix;

/// <summary>Who asks, by the names that the table uses.</summary>
internal static class MatrixCallers
{
    public const string City = "340100";
    public const string Shushan = "340104";
    public const string Commerce = "11340100MB1AC012X9";
    public const string Health = "11340100MB1AC0103N";
    public const string Urban = "11340100MB1AC00901";

    private const string Delegate = "34010419891231093X";
    private const string Representative = "340104197503070029";

    /// <summary>Officers whom the demonstration does not have: subject, duty in the directory, claims of the token.</summary>
    private static readonly (string Caller, string Subject, string Agency, string Region, string Role, string? Duty)[] Officers =
    [
        ("caseworker-shushan", "officer-commerce-shushan", Commerce, Shushan, "caseworker", "caseHandling"),
        ("caseworker-urban-shushan", "officer-urban-shushan", Urban, Shushan, "caseworker", "caseHandling"),
        ("caseworker-suspended", "officer-commerce-suspended", Commerce, City, "caseworker", null),
        ("issuer-health", "officer-health-2", Health, City, "issuer", "licenceIssuing"),
        ("supervisor-health", "officer-health-3", Health, City, "supervisor", "supervision"),
        ("dpo-health", "officer-health-4", Health, City, "dpo", "dataProtection"),
    ];

    /// <summary>
    /// Everybody. Wang Fang (citizen) has given a delegation for all purposes to the delegate, the company one to its
    /// representative; caseworker-in-emergency names an access that was released for the case <c>assigned</c>.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, HttpClient>> SignInAsync(RegistryHost host)
    {
        var callers = new Dictionary<string, HttpClient>
        {
            ["anonymous"] = host.Anonymous(),
            ["expired"] = host.Bearing(host.Token(TokenForge.Officer(Commerce, City), token =>
                token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1))),
            ["service"] = host.SignedInWith(new() { ["sub"] = "service-1", ["role"] = "service", ["tenant"] = City }),
            ["elsewhere"] = host.SignedInWith(new(TokenForge.Officer(Commerce, City)) { ["tenant"] = "320100" }),
            ["citizen"] = await host.SignedInAs("citizen"),
            ["citizen2"] = await host.SignedInAs("citizen2"),
            ["company"] = await host.SignedInAs("company"),
            ["leaving"] = host.SignedInWith(Citizen("person-leaving", "钱四", "340104198001011234")),
        };
        callers["delegate"] = host.SignedInWith(Citizen("person-delegate", "孙五", Delegate));
        callers["representative"] = host.SignedInWith(Citizen("person-representative", "周六", Representative));
        foreach (var person in (string[])["caseworker", "caseworker3", "caseworker2", "issuer", "supervisor", "dpo", "verifier", "auditor", "admin", "system", "tracker", "investigator", "policesupervisor"])
            callers[person] = await host.SignedInAs(person);
        callers["caseworker-in-emergency"] = await host.SignedInAs("caseworker3");
        foreach (var (caller, subject, agency, region, role, duty) in Officers)
        {
            if (duty is not null)
                await host.ChargeAsync(subject, agency, region, duty);
            callers[caller] = host.SignedInWith(new(TokenForge.Officer(agency, region, role)) { ["sub"] = subject });
        }
        return callers;
    }

    /// <summary>Lets the delegate and the representative act; their clients name the delegation from then on.</summary>
    public static async Task<(Guid Given, Guid Others)> DelegateAsync(IReadOnlyDictionary<string, HttpClient> callers)
    {
        var until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30);
        var given = await IdOf(callers["citizen"].WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = Delegate }, until,
            purposes = new[] { "readCases", "readLicences", "readAccesses", "submitCases", "objectToAccesses" },
        }));
        var others = await IdOf(callers["company"].WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = Representative }, until, kind = "legalRepresentative",
        }));
        Name(callers["delegate"], "Delegation", given);
        Name(callers["representative"], "Delegation", others);
        return (given, others);
    }

    public static void Name(HttpClient caller, string header, Guid id) => caller.DefaultRequestHeaders.Add(header, id.ToString());

    public static async Task<Guid> IdOf(Task<HttpResponseMessage> write)
    {
        using var answer = await write;
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    private static Dictionary<string, object> Citizen(string subject, string name, string code) => new()
    {
        ["sub"] = subject, ["role"] = "citizen", ["tenant"] = City,
        ["party_name"] = name, ["party_code_type"] = "111", ["party_code"] = code,
    };
}
