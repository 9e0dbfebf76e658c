using System.Net.Http.Headers;
using Microsoft.IdentityModel.Tokens;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>Who takes part in the tour: marked people, and officers of the demonstration. Tokens are forged with the server's own development key.</summary>
internal sealed class Cast(Uri address, string dataDirectory) : IDisposable
{
    private const string Commerce = "11340100MB1AC012X9";
    private const string City = "340100";

    private readonly SecurityKey key = TokenForge.SigningKey(dataDirectory);
    private readonly Dictionary<string, HttpClient> clients = [];

    public HttpClient Applicant => Person("person-canary-1", Marks.Name, Marks.Code);

    public HttpClient Leaver => Person("person-canary-2", Marks.LeaverName, Marks.LeaverCode);

    public HttpClient Delegate => Person("person-canary-3", Marks.DelegateName, Marks.DelegateCode);

    public HttpClient Caseworker => Officer("officer-commerce-1", "caseworker");

    public HttpClient Colleague => Officer("officer-commerce-3", "caseworker");

    public HttpClient Supervisor => Officer("officer-commerce-4", "supervisor");

    public HttpClient DataProtection => Officer("officer-commerce-5", "dpo");

    public HttpClient Issuer => Officer("officer-commerce-2", "issuer");

    /// <summary>Charged in the course of the tour.</summary>
    public HttpClient Issuer2 => Officer("officer-canary", "issuer");

    /// <summary>Of another agency, charged in the course of the tour.</summary>
    public HttpClient Receiver =>
        SignedIn(new(TokenForge.Officer("11340100MB1AC0103N", City, "issuer")) { ["sub"] = "officer-canary-health" });

    public HttpClient Verifier =>
        SignedIn(new(TokenForge.Officer("11340100MB1AC00901", City, "verifier")) { ["sub"] = "officer-urban-1" });

    public HttpClient Auditor => Staff("auditor-1", "auditor");

    public HttpClient Admin => Staff("administrator-1", "admin");

    public HttpClient Admin2 => Staff("administrator-2", "admin");

    public HttpClient Investigator => Police("officer-police-1", "investigator");

    public HttpClient PoliceSupervisor => Police("officer-police-3", "supervisor");

    /// <summary>Charged in the course of the tour.</summary>
    public HttpClient System =>
        SignedIn(new(TokenForge.Officer("11340100MB1AC00901", City, "system")) { ["sub"] = "system-canary" });

    public HttpClient Tracker => Staff("national-tracker", "tracker");

    public HttpClient Anybody => clients.TryGetValue("", out var known) ? known : clients[""] =
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    public IReadOnlyList<HttpClient> Everybody =>
        [Anybody, Applicant, Leaver, Delegate, Caseworker, Colleague, Supervisor, DataProtection, Issuer, Auditor, Admin, Admin2];

    /// <summary>The server's agency without its key, meanwhile.</summary>
    public Task<AwayKey> WithoutKeyAsync() => AwayKey.OfAsync(dataDirectory, Commerce);

    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Dispose();
    }

    private HttpClient Person(string subject, string name, string code) => SignedIn(new()
    {
        ["sub"] = subject, ["role"] = "citizen", ["tenant"] = City,
        ["party_name"] = name, ["party_code_type"] = "111", ["party_code"] = code,
    });

    private HttpClient Officer(string subject, string role) => SignedIn(new(TokenForge.Officer(Commerce, City, role)) { ["sub"] = subject });

    private HttpClient Police(string subject, string role) =>
        SignedIn(new(TokenForge.Officer("11340100MB1AC00233", City, role)) { ["sub"] = subject });

    private HttpClient Staff(string subject, string role) => SignedIn(new() { ["sub"] = subject, ["role"] = role, ["tenant"] = City, ["region"] = City });

    private HttpClient SignedIn(Dictionary<string, object> claims)
    {
        var name = $"{claims["sub"]}/{claims["role"]}";
        if (clients.TryGetValue(name, out var known))
            return known;
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenForge.Token(key, claims));
        return clients[name] = client;
    }
}
