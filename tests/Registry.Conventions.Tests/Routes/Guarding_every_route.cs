using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Testing;

namespace Registry.Conventions.Tests.Routes;

/// <summary>A route that is not in the table fails: whoever adds one says here who may use it and whether it discloses.</summary>
public sealed class Guarding_every_route(RegistryHost host) : IClassFixture<RegistryHost>
{
    private enum Discloses
    {
        Nothing,
        Personal,
    }

    /// <summary>The open routes that disclose: what they are asked with is not of the identity provider, but what a holder gave who was signed in.</summary>
    private static readonly string[] Wallets =
        ["POST /agency/{agency}/credential", "POST /agency/{agency}/deferred-credential", "POST /agency/{agency}/authorize"];

    private static readonly Dictionary<string, (string Policy, Discloses What)> Table = new()
    {
        ["POST /api/v1/cases/"] = (Policies.Apply, Discloses.Nothing),
        ["POST /api/v1/verify/match"] = (Policies.MatchLicences, Discloses.Personal),
        ["GET /api/v1/cases/"] = (Policies.ReadCases, Discloses.Nothing),
        ["GET /api/v1/cases/{id}"] = (Policies.ReadCases, Discloses.Personal),
        ["POST /api/v1/cases/{id}/unmasking"] = (Policies.UnmaskFields, Discloses.Personal),
        ["POST /api/v1/cases/{id}/acceptance"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/consent"] = (Policies.Apply, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/consent-refusal"] = (Policies.Apply, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/consent-record"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/takeover"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/assignment"] = (Policies.Supervise, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/refusal"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/approval"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/rejection"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/withdrawal"] = (Policies.Apply, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/correction-request"] = (Policies.Apply, Discloses.Personal),
        ["POST /api/v1/cases/{id}/correction"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/correction-refusal"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/closing"] = (Policies.HandleCases, Discloses.Nothing),
        ["POST /api/v1/licences/"] = (Policies.IssueLicences, Discloses.Personal),
        ["GET /api/v1/licences/"] = (Policies.ReadLicences, Discloses.Nothing),
        ["GET /api/v1/licences/{id}"] = (Policies.ReadOneLicence, Discloses.Personal),
        ["GET /api/v1/licences/{id}/document.pdf"] = (Policies.ReadLicences, Discloses.Personal),
        ["GET /api/v1/licences/{id}/document.ofd"] = (Policies.ReadLicences, Discloses.Personal),
        ["GET /api/v1/licences/{id}/showing"] = (Policies.OwnData, Discloses.Personal),
        ["POST /api/v1/licences/{id}/renewal"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/change"] = (Policies.IssueLicences, Discloses.Personal),
        ["POST /api/v1/licences/{id}/correction"] = (Policies.IssueLicences, Discloses.Personal),
        ["POST /api/v1/licences/{id}/suspension"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/restoration"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/revocation"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/presentations/"] = (Policies.AskForPresentations, Discloses.Nothing),
        ["GET /api/v1/presentations/{handle}"] = (Policies.AskForPresentations, Discloses.Personal),
        ["POST /api/v1/licences/{id}/window-offers"] = (Policies.IssueLicences, Discloses.Personal),
        ["POST /api/v1/window-offers/{offer}/taking"] = (Policies.OwnData, Discloses.Personal),
        ["POST /api/v1/licences/{id}/credential-offers"] = (Policies.OwnData, Discloses.Personal),
        ["POST /api/v1/licences/{id}/credentials"] = (Policies.OwnData, Discloses.Personal),
        ["GET /api/v1/credentials/{id}/evidence"] = (Policies.OwnData, Discloses.Personal),
        ["GET /api/v1/credentials/{id}"] = (Policies.OwnData, Discloses.Personal),
        ["POST /api/v1/licences/{id}/cancellation"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/withdrawal"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/lapse"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/transfer"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/transfer/cancellation"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/transfer/completion"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/transfer/acceptance"] = (Policies.IssueLicences, Discloses.Personal),
        ["POST /api/v1/licences/{id}/proposal/approval"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licences/{id}/proposal/dismissal"] = (Policies.IssueLicences, Discloses.Nothing),
        ["GET /api/v1/licences/{id}/proposal"] = (Policies.IssueLicences, Discloses.Personal),
        ["GET /api/v1/licences/{id}/metadata"] = (Policies.ReadLicences, Discloses.Personal),
        ["POST /api/v1/licences/{id}/copies"] = (Policies.MakeCopies, Discloses.Nothing),
        ["GET /api/v1/licences/{id}/copies"] = (Policies.MakeCopies, Discloses.Nothing),
        ["GET /api/v1/licence-copies/{id}"] = (Policies.MakeCopies, Discloses.Personal),
        ["POST /api/v1/licence-copies/{id}/revocation"] = (Policies.MakeCopies, Discloses.Nothing),
        ["GET /api/v1/officers/{officer}/"] = (Policies.ManageDuties, Discloses.Nothing),
        ["POST /api/v1/officers/{officer}/duties"] = (Policies.ManageDuties, Discloses.Nothing),
        ["POST /api/v1/officers/{officer}/duties/ending"] = (Policies.ManageDuties, Discloses.Nothing),
        ["GET /api/v1/licence-types/drafts"] = (Policies.ManageLicenceTypes, Discloses.Nothing),
        ["POST /api/v1/licence-types/{code}/draft"] = (Policies.ManageLicenceTypes, Discloses.Nothing),
        ["POST /api/v1/licence-types/{code}/publication"] = (Policies.ManageLicenceTypes, Discloses.Nothing),
        ["POST /api/v1/licence-types/{code}/rejection"] = (Policies.ManageLicenceTypes, Discloses.Nothing),
        ["POST /api/v1/items/"] = (Policies.ManageItems, Discloses.Nothing),
        ["POST /api/v1/items/{code}/withdrawal"] = (Policies.ManageItems, Discloses.Nothing),
        ["POST /api/v1/imports"] = (Policies.ImportRegisters, Discloses.Nothing),
        ["POST /api/v1/subjects/search"] = (Policies.FindSubjects, Discloses.Personal),
        ["POST /api/v1/erasures/"] = (Policies.RequestErasure, Discloses.Personal),
        ["GET /api/v1/erasures/"] = (Policies.RequestErasure, Discloses.Nothing),
        ["GET /api/v1/erasures/{id}"] = (Policies.RequestErasure, Discloses.Personal),
        ["POST /api/v1/erasures/{id}/approval"] = (Policies.Erase, Discloses.Nothing),
        ["POST /api/v1/erasures/{id}/refusal"] = (Policies.Erase, Discloses.Nothing),
        ["POST /api/v1/erasures/{id}/withdrawal"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /api/v1/my/delegations/"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/delegations/"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /api/v1/my/delegations/{id}/revocation"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /api/v1/cases/{id}/emergency"] = (Policies.AskInEmergency, Discloses.Nothing),
        ["GET /api/v1/emergencies/"] = (Policies.SeeEmergencies, Discloses.Nothing),
        ["POST /api/v1/emergencies/{id}/release"] = (Policies.ReleaseEmergencies, Discloses.Nothing),
        ["POST /api/v1/emergencies/{id}/ending"] = (Policies.EndEmergencies, Discloses.Nothing),
        ["POST /api/v1/my/objections/"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/objections/"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/objections/{id}"] = (Policies.OwnData, Discloses.Personal),
        ["POST /api/v1/my/objections/{id}/withdrawal"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/objections/"] = (Policies.AnswerObjections, Discloses.Nothing),
        ["GET /api/v1/objections/{id}"] = (Policies.AnswerObjections, Discloses.Personal),
        ["POST /api/v1/objections/{id}/acceptance"] = (Policies.AnswerObjections, Discloses.Nothing),
        ["POST /api/v1/objections/{id}/answer"] = (Policies.AnswerObjections, Discloses.Nothing),
        ["GET /api/v1/my/notices/"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/notices/stream"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/notices/subscription"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /api/v1/my/notices/subscription"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /api/v1/my/notices/subscription/ending"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/accesses"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/accesses/export"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /api/v1/my/accesses/head"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /api/v1/covert-inquiries/"] = (Policies.InvestigateCovertly, Discloses.Nothing),
        ["GET /api/v1/covert-inquiries/"] = (Policies.SeeCovertInquiries, Discloses.Nothing),
        ["GET /api/v1/covert-inquiries/{id}"] = (Policies.ReadCovertInquiries, Discloses.Personal),
        ["POST /api/v1/covert-inquiries/{id}/authorisation"] = (Policies.Supervise, Discloses.Nothing),
        ["POST /api/v1/covert-inquiries/{id}/extension-request"] = (Policies.InvestigateCovertly, Discloses.Nothing),
        ["POST /api/v1/covert-inquiries/{id}/extension"] = (Policies.Supervise, Discloses.Nothing),
        ["POST /api/v1/covert-inquiries/{id}/ending"] = (Policies.EndCovertInquiries, Discloses.Nothing),
        ["POST /api/v1/sharing-grants/"] = (Policies.ProposeSharing, Discloses.Nothing),
        ["GET /api/v1/sharing-grants/"] = (Policies.SeeSharing, Discloses.Nothing),
        ["POST /api/v1/sharing-grants/{id}/approval"] = (Policies.Supervise, Discloses.Nothing),
        ["POST /api/v1/sharing-grants/{id}/revocation"] = (Policies.RevokeSharing, Discloses.Nothing),
        ["POST /api/v1/licence-batches/reissues"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licence-batches/mintings"] = (Policies.IssueLicences, Discloses.Nothing),
        ["GET /api/v1/licence-batches/{id}"] = (Policies.SeeLicenceBatches, Discloses.Nothing),
        ["GET /api/v1/licence-batches/"] = (Policies.SeeLicenceBatches, Discloses.Nothing),
        ["POST /api/v1/licence-batches/{id}/approval"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /api/v1/licence-batches/{id}/ending"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /CertShare/queryCertInfoByHolderCode"] = (Policies.AskSharingService, Discloses.Personal),
        ["POST /CertShare/queryCertInfoByQRcode"] = (Policies.AskSharingService, Discloses.Personal),
        ["POST /CertShare/downloadFile"] = (Policies.AskSharingService, Discloses.Nothing),
        ["GET /CertShare/files/{link}.{extension}"] = (Policies.AskSharingService, Discloses.Personal),
        ["POST /CertShare/verifyFile"] = (Policies.AskSharingService, Discloses.Nothing),
        ["GET /v2/findUsage"] = (Policies.TrackUsage, Discloses.Personal),
        ["GET /v2/usagePeriod"] = (Policies.TrackUsage, Discloses.Nothing),
        ["GET /v2/heartbeat"] = (Policies.TrackUsage, Discloses.Nothing),
        ["GET /api/v1/log/export"] = (Policies.ExportLog, Discloses.Nothing),
        ["GET /api/v1/audit/licences/{id}"] = (Policies.Audit, Discloses.Personal),
        ["GET /api/v1/audit/cases/{id}"] = (Policies.Audit, Discloses.Personal),
        ["POST /api/v1/audit/accesses/search"] = (Policies.AuditLooks, Discloses.Personal),
        ["GET /api/v1/audit/searches/{id:guid}"] = (Policies.AuditLooks, Discloses.Personal),
        ["POST /api/v1/audit/rules/"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["POST /api/v1/audit/rules/{id}/change"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["POST /api/v1/audit/rules/{id}/retirement"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["POST /api/v1/audit/rules/{id}/application"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["GET /api/v1/audit/rules/"] = (Policies.SeeAuditRules, Discloses.Nothing),
        ["GET /api/v1/audit/findings/"] = (Policies.AuditLooks, Discloses.Nothing),
        ["GET /api/v1/audit/findings/closed"] = (Policies.AuditLooks, Discloses.Nothing),
        ["POST /api/v1/audit/findings/closing"] = (Policies.AuditLooks, Discloses.Nothing),
        ["GET /api/v1/audit/findings/{id}"] = (Policies.AuditLooks, Discloses.Nothing),
        ["POST /api/v1/audit/findings/{id}/closing"] = (Policies.AuditLooks, Discloses.Nothing),
        ["GET /api/v1/audit/findings/{id}/reason"] = (Policies.AuditLooks, Discloses.Personal),
        ["GET /api/v1/audit/watched-persons/"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["POST /api/v1/audit/watched-persons/"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["POST /api/v1/audit/watched-persons/removal"] = (Policies.ManageAuditRules, Discloses.Nothing),
        ["GET /api/v1/officers/{officer}/related-persons/"] = (Policies.RelatePersons, Discloses.Nothing),
        ["POST /api/v1/officers/{officer}/related-persons/"] = (Policies.RelatePersons, Discloses.Nothing),
        ["POST /api/v1/officers/{officer}/related-persons/removal"] = (Policies.RelatePersons, Discloses.Nothing),
        ["GET /my/accesses"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /my/accesses/export"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /my/accesses/evidence"] = (Policies.OwnData, Discloses.Personal),
        ["GET /my/accesses/{access:guid}/objection"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /my/accesses/{access:guid}/objection"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /my/accesses/{access:guid}/objection/answer"] = (Policies.OwnData, Discloses.Personal),
        ["GET /my/notices"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /my/notices"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /my/acting"] = (Policies.OwnData, Discloses.Nothing),
        ["GET /window/licences/{id}"] = (Policies.IssueLicences, Discloses.Nothing),
        ["POST /window/licences/{id}"] = (Policies.IssueLicences, Discloses.Personal),
        ["POST /my/leaving"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /window/leaving"] = (Policies.IssueLicences, Discloses.Nothing),
        ["GET /my/window-offer"] = (Policies.OwnData, Discloses.Nothing),
        ["POST /my/window-offer"] = (Policies.OwnData, Discloses.Personal),
        ["GET /api/v1/log/bundles"] = (Policies.TakeEvidence, Discloses.Personal),
    };

    /// <summary>Routes that anybody may use, each with its reason.</summary>
    private static readonly Dictionary<string, string> Open = WithHeads(new()
    {
        ["GET /api/v1/items/"] = "the catalogue of service items is public",
        ["GET /api/v1/items/{code}"] = "the catalogue of service items is public",
        ["GET /api/v1/covert-inquiries/counts"] = "how often authorities look covertly is for everybody to see; the numbers are of ten persons at least",
        ["GET /api/v1/licence-types/"] = "the catalogue of licence types is public",
        ["GET /api/v1/licence-types/{code}"] = "the catalogue of licence types is public",
        ["GET /api/v1/licence-types/{code}/versions/{number:int}"] = "the catalogue of licence types is public",
        ["GET /api/v1/verify/shown/{code}"] = "anybody verifies a licence that is shown to them; the answer names nobody",
        ["GET /verify/{presented}"] = "where QR codes lead; the page names nobody",
        ["GET /api/v1/verify/{identifier}"] = "anybody verifies a licence; the answer names nobody",
        ["GET /api/v1/verify/{identifier}/receipt"] = "anybody verifies a licence and takes the answer signed; it names nobody",
        ["GET /api/v1/verify/keys"] = "whoever is shown a receipt checks it without us",
        ["POST /api/v1/verify/"] = "anybody verifies licences; the answers name nobody",
        ["POST /api/v1/verify/file"] = "anybody verifies a licence by its file; the answer names nobody",
        ["GET /log/{tenant}/checkpoint"] = "the log is public, so that others can check us",
        ["GET /log/{tenant}/tile/{**path}"] = "the log is public, so that others can check us",
        ["GET /log/{tenant}/proof/{index:long}"] = "the log is public, so that others can check us",
        ["GET /.well-known/jwt-vc-issuer/{**path}"] = "wallets and verifiers check issuers' signatures without us",
        ["GET /licence-authority/root.pem"] = "wallets and verifiers check issuers' certificates without us",
        ["GET /seal-authority/root.pem"] = "readers check the seals on files without us",
        ["GET /status/{agency}"] = "wallets and verifiers learn what has become of a licence without us knowing which",
        ["GET /status/{agency}/{list:int}"] = "wallets and verifiers learn what has become of a licence without us knowing which",
        ["GET /.well-known/openid-credential-issuer/{**path}"] = "wallets learn what an issuer offers",
        ["GET /agency/{agency}/.well-known/openid-credential-issuer"] = "wallets learn what an issuer offers",
        ["GET /.well-known/oauth-authorization-server/{**path}"] = "wallets learn where an offer is redeemed",
        ["GET /agency/{agency}/.well-known/oauth-authorization-server"] = "wallets learn where an offer is redeemed",
        ["GET /agency/{agency}/offers/{offer}"] = "a wallet has no identity; what it reads is worth nothing without the holder's transaction code",
        ["POST /agency/{agency}/par"] = "RFC 9126: a wallet says what it will ask a holder for; nothing comes of it without their consent",
        ["GET /my/signin"] = "leads to the authority whoever is not signed in",
        ["GET /my/signed-in"] = "what the authority answers is judged, not who brings it",
        ["GET /agency/{agency}/authorize"] = "which wallet asks for what; whoever comes with a citizen's token is shown their own licences",
        ["POST /agency/{agency}/authorize"] = "the page's secret stands for the holder who was signed in when it was made",
        ["POST /agency/{agency}/token"] = "a wallet has no identity; it has the offer's code and the holder's transaction code, or what their consent gave",
        ["GET /presentations/{handle}/request"] = "a wallet has no identity; the request names claims and who asks, never a person",
        ["POST /presentations/{handle}/request"] = "as above; what a wallet sends along is a nonce, what it can do and a public key",
        ["POST /presentations/{handle}/response"] = "OpenID4VP 1.0 section 8.2: a wallet has no identity; it answers once, with proof of its key",
        ["POST /agency/{agency}/nonce"] = "OpenID4VCI 1.0 section 7: nonces are for anybody",
        ["POST /agency/{agency}/notification"] = "as for credentials, with the token that they were fetched with",
        ["POST /agency/{agency}/deferred-credential"] = "as for credentials, with the token of the wallet that was put off",
        ["POST /agency/{agency}/credential"] = "a wallet has no identity; it has an access token of the holder's offer",
        ["GET /vct/{type}/{version:int}"] = "wallets show what a type of licence is",
        ["GET /log/{tenant}/vkey"] = "the log is public, so that others can check us",
        ["GET /log/{tenant}/event/{id:guid}"] = "where an event stands says nothing about a person",
        ["GET /log/{tenant}/{epoch}/checkpoint"] = "a closed log stays public",
        ["GET /log/{tenant}/{epoch}/tile/{**path}"] = "a closed log stays public",
        ["GET /log/{tenant}/{epoch}/proof/{index:long}"] = "a closed log stays public",
        ["GET /log/{tenant}/{epoch}/vkey"] = "a closed log stays public",
        ["GET /log/{tenant}/{epoch}/event/{id:guid}"] = "where an event stands says nothing about a person",
        ["* /health/live"] = "probes have no identity",
        ["* /health/ready"] = "probes have no identity",
        ["GET /health/integrity"] = "whether others confirm the log is for everybody to see",
        ["GET /openapi/{documentName}.json"] = "the description of the API is public",
        ["GET /scalar/{documentName?}"] = "a page that shows the description",
        ["GET /scalar/favicon.svg"] = "a page that shows the description",
        ["GET /scalar/scalar.js"] = "a page that shows the description",
        ["GET /scalar/scalar.aspnetcore.js"] = "a page that shows the description",
    });

    [Fact]
    public void lists_every_route() =>
        Routes().Select(route => route.Name).Order(StringComparer.Ordinal)
            .ShouldBe(Table.Keys.Concat(Open.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public void gives_each_its_policy_or_opens_it_on_purpose()
    {
        foreach (var (name, endpoint) in Routes())
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToArray();
            var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            open.ShouldBe(Open.ContainsKey(name), name);
            policies.ShouldBe(open ? [] : [Table[name].Policy], name);
        }
    }

    [Fact]
    public void declares_of_each_what_it_carries_once()
    {
        foreach (var (name, endpoint) in Routes())
        {
            var declared = endpoint.Metadata.GetOrderedMetadata<Carrying>();
            declared.Count.ShouldBe(
                1, $"{name}: map it with .RecordsAccess() or .CarriesNothingPersonal(), once; Driving_every_endpoint proves which is true.");
            (declared[0].What is Carries.RecordedAccess)
                .ShouldBe(Wallets.Contains(name) || Table.TryGetValue(name, out var row) && row.What == Discloses.Personal, name);
        }
    }

    [Fact]
    public void gives_every_policy_at_least_one_role_and_no_role_everything()
    {
        Policies.RolesByPolicy.Values.ShouldAllBe(roles => roles.Length > 0);
        foreach (var role in Policies.RolesByPolicy.Values.SelectMany(roles => roles).Distinct())
            Policies.RolesByPolicy.Values.ShouldContain(roles => !roles.Contains(role), role);
    }

    [Fact]
    public async Task asks_every_write_for_an_idempotency_key()
    {
        string[] people = ["citizen", "caseworker", "issuer", "supervisor", "admin", "auditor", "investigator", "verifier"];
        // The sharing service's clients have none: what keeps their one write from being made twice is a code that is good once.
        foreach (var name in Table.Keys.Where(name => name.StartsWith("POST /api/", StringComparison.Ordinal)))
        {
            var path = name.Split(' ')[1].Replace("{id}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
                .Replace("{code}", Journeys.HotelItem, StringComparison.Ordinal);
            var role = Policies.RolesByPolicy[Table[name].Policy].First(people.Contains);
            using var client = await host.SignedInAs(role);
            using var request = new HttpRequestMessage(new HttpMethod(name.Split(' ')[0]), path);
            request.Content = name.EndsWith("/imports", StringComparison.Ordinal)
                ? new MultipartFormDataContent { { new StringContent("{}"), "mapping", "mapping.json" } }
                : System.Net.Http.Json.JsonContent.Create(new { });
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            await answer.ShouldBeProblem(System.Net.HttpStatusCode.BadRequest, "idempotency-key-missing", "Idempotency-Key");
        }
    }

    // The log's routes, and no others, answer HEAD as they answer GET.
    private static Dictionary<string, string> WithHeads(Dictionary<string, string> open)
    {
        foreach (var (name, reason) in open.Where(route => route.Key.StartsWith("GET /log/", StringComparison.Ordinal)).ToList())
            open.Add($"HEAD{name["GET".Length..]}", reason);
        return open;
    }

    private IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes() => Of(host);

    /// <summary>Each route by method and pattern.</summary>
    internal static IEnumerable<(string Name, RouteEndpoint Endpoint)> Of(RegistryHost host) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
        from method in methods
        select ($"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}", endpoint);
}
