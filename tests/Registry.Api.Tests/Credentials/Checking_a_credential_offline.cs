using System.Text;
using System.Text.Json;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Verification;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>registry-verify licence, with files that anybody can fetch.</summary>
public sealed class Checking_a_credential_offline(IssuingHost host) : IClassFixture<IssuingHost>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("registry-check-").FullName;

    [Fact]
    public async Task says_of_each_question_by_itself_what_is_known()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        await ShouldBe(0, await CheckAsync(text, "ca", "jwks", "status", "vkey"),
            "integrity-ok", "issuer-ok", "status-valid", "validity-ok", "logged");
        await ShouldBe(2, await CheckAsync(text, "ca"), "integrity-ok", "issuer-ok", "status-unavailable", "validity-ok", "log-key-missing");
        await ShouldBe(0, await CheckAsync(text, "jwks", "status"), "integrity-ok", "issuer-ok", "status-valid", "validity-ok", "log-key-missing");
        (await RunAsync(text, "status")).ExitCode.ShouldBe(64);

        var run = await RunAsync(text, "ca", "status", "vkey");
        run.Output.ShouldContain("VALID");
        run.Output.ShouldContain("状态截至");

        await host.StepAsync(licence, "revocation", 1);
        await Eventually.HoldsAsync("it is revoked", async () => await host.StatusOf(text) == StatusList.Invalid);
        await ShouldBe(1, await CheckAsync(text, "ca", "status", "vkey"), "integrity-ok", "issuer-ok", "revoked", "validity-ok", "logged");
    }

    [Fact]
    public async Task says_what_was_changed_or_is_another_s()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        var (_, other) = await host.CredentialOf((await host.MintedLicence()).Id);
        var parts = text.Split('~');
        var foreign = string.Join('~', [.. parts[..^1], other.Split('~')[1], ""]);
        await ShouldBe(1, await CheckAsync(foreign, "ca", "status"), "malformed", "not-checked", "not-checked", "not-checked", "not-checked");
        var jwt = parts[0].Split('.');
        var forged = string.Join('~', [$"{jwt[0]}.{jwt[1]}.{other.Split('~')[0].Split('.')[2]}", .. parts[1..]]);
        await ShouldBe(1, await CheckAsync(forged, "ca", "status"), "bad-signature", "not-checked", "not-checked", "not-checked", "not-checked");

        // A list of somebody else's, and the holder who keeps the receipt.
        await File.WriteAllTextAsync(Path.Combine(directory, "status"), await StatusAsync("11340100MB1AC0103N"), TestContext.Current.CancellationToken);
        await ShouldBe(2, await AgainAsync(parts[0] + "~", "ca", "status", "vkey"),
            "integrity-ok", "issuer-ok", "status-untrusted", "validity-ok", "log-receipt-missing");
    }

    [Fact]
    public async Task of_a_compromised_key_only_what_the_log_shows_to_be_from_before_is_good()
    {
        var (licence, _) = await host.MintedLicence();
        var (id, before) = await host.CredentialOf(licence);
        using var holder = await host.SignedInAs("citizen");
        string? evidence = null;
        await Eventually.HoldsAsync("the credential is published", async () =>
        {
            using var answer = await holder.GetAsync(new Uri($"/api/v1/credentials/{id}/evidence", UriKind.Relative));
            evidence = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
            return evidence is not null;
        });
        var log = host.Registry.Logs.Of("340100");
        var from = await host.Registry.LogReader.SizeAsync(log.Id, TestContext.Current.CancellationToken);
        var (lateId, late) = await host.CredentialOf(licence);
        string? lateEvidence = null;
        await Eventually.HoldsAsync("the later one is published", async () =>
        {
            using var answer = await holder.GetAsync(new Uri($"/api/v1/credentials/{lateId}/evidence", UriKind.Relative));
            lateEvidence = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
            return lateEvidence is not null;
        });

        var owner = KeyOwner.OfCredentials(Uscc.Parse(IssuingHost.Commerce));
        await host.Registry.Custody.RotateAsync("340100", owner, Es256.Name);
        (await host.Registry.Custody.ReportCompromiseAsync(
            log, SdJwt.Parse(before).Parts!.Issued.KeyId!, from, from + 100, CompromiseReason.KeyExposed, CompromiseReporter.Owner)).ShouldBeNull();
        await Eventually.HoldsAsync("the list is signed with the new key", async () =>
            Jws.Parse(await StatusAsync(IssuingHost.Commerce))!.KeyId != SdJwt.Parse(before).Parts!.Issued.KeyId);

        await ShouldBe(1, await CheckAsync(before, "ca", "jwks", "status", "vkey"),
            "integrity-ok", "key-compromised", "status-valid", "validity-ok", "logged");
        await File.WriteAllTextAsync(Path.Combine(directory, "evidence"), evidence, TestContext.Current.CancellationToken);
        await ShouldBe(0, await AgainAsync(before, "ca", "jwks", "status", "vkey", "evidence"),
            "integrity-ok", "made-before-compromise", "status-valid", "validity-ok", "logged");
        await ShouldBe(1, await AgainAsync(late, "ca", "jwks", "status", "vkey", "evidence"),
            "integrity-ok", "key-compromised", "status-valid", "validity-ok", "logged");
        await File.WriteAllTextAsync(Path.Combine(directory, "evidence"), lateEvidence, TestContext.Current.CancellationToken);
        await ShouldBe(1, await AgainAsync(late, "ca", "jwks", "status", "vkey", "evidence"),
            "integrity-ok", "key-compromised", "status-valid", "validity-ok", "logged");
        // Nor does another name for the key help.
        var header = SdJwt.Parse(late).Parts!.Issued.Header;
        header["x5c"]!.AsArray().Count.ShouldBe(1);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task ShouldBe(int exit, VerifierProcess run, params string[] codes)
    {
        run.ExitCode.ShouldBe(exit, run.Output + run.Error);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("answers").EnumerateObject().Select(answer => answer.Value.GetProperty("code").GetString()).ShouldBe(codes);
        await Task.CompletedTask;
    }

    /// <summary>Fetches what is needed, then checks.</summary>
    private async Task<VerifierProcess> CheckAsync(string credential, params string[] with)
    {
        using var anybody = host.Anonymous();
        foreach (var (name, path) in (IReadOnlyList<(string, string)>)
        [
            ("ca", "/licence-authority/root.pem"), ("jwks", IssuingHost.WellKnown), ("vkey", "/log/340100/vkey"),
            ("status", $"/status/{IssuingHost.Commerce}/1"),
        ])
            await File.WriteAllTextAsync(Path.Combine(directory, name), await anybody.GetStringAsync(new Uri(path, UriKind.Relative)));
        return await AgainAsync(credential, with);
    }

    private Task<VerifierProcess> AgainAsync(string credential, params string[] with) => RunAsync(credential, [.. with, "json"]);

    private Task<VerifierProcess> RunAsync(string credential, params string[] with) => VerifierProcess.OnFileAsync(
        "licence", Encoding.ASCII.GetBytes(credential + "\n"),
        [.. with.SelectMany(name => name == "json" ? ["--json"] : (string[])[$"--{name}", Path.Combine(directory, name)])]);

    private async Task<string> StatusAsync(string agency)
    {
        using var anybody = host.Anonymous();
        return await anybody.GetStringAsync(new Uri($"/status/{agency}/1", UriKind.Relative));
    }
}
