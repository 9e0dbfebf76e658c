using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Log;
using Registry.Api.Tests.Verification;
using Registry.Domain.Credentials;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Domain.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.Verify;

/// <summary>Whoever verified a licence can show later that they did, and what they were told.</summary>
public sealed class Taking_a_receipt_of_a_check(RegistryHost host) : IClassFixture<RegistryHost>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("registry-receipt-").FullName;

    [Fact]
    public async Task says_the_verdict_and_the_checks_that_the_answer_says_and_the_head_of_the_log()
    {
        var (licence, identifier) = await host.MintedLicence();
        (await PublishedReceiptOn(identifier)).Verdict.ShouldBe("valid");
        await host.StepAsync(licence, "revocation", version: 1);
        var receipt = await PublishedReceiptOn(identifier);
        receipt.Verdict.ShouldBe("revoked");
        receipt.Issuer.ShouldBe("https://registry.localhost");
        receipt.Licence.ToString().ShouldBe(identifier);
        var answer = await host.VerdictOn(identifier);
        receipt.Checks.ShouldBe(answer.GetProperty("checks").EnumerateArray().Select(check => new CheckReceiptLine(
            check.GetProperty("check").GetString()!, check.GetProperty("outcome").GetString()!, check.GetProperty("code").GetString()!)));
        receipt.Checkpoint!.Split('\n')[0].ShouldContain("/log/340100/");
    }

    [Fact]
    public async Task is_not_given_for_what_is_no_identifier()
    {
        using var anybody = host.Anonymous();
        foreach (var (presented, code) in ((string, string)[])
            [("11010519491231002X", "licence-id-layout"), ((await host.MintedLicence()).Identifier[..^1] + "!", "licence-id-check-character")])
        {
            using var refused = await anybody.GetAsync(
                new Uri($"/api/v1/verify/{presented}/receipt", UriKind.Relative), TestContext.Current.CancellationToken);
            await refused.ShouldBeProblem(HttpStatusCode.BadRequest, code, "identifier");
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain(presented);
        }
    }

    [Fact]
    public async Task jose_and_the_offline_tool_accept_it_and_nothing_that_was_changed()
    {
        var (_, identifier) = await host.MintedLicence();
        await PublishedReceiptOn(identifier);
        var (text, keys) = await TakeAsync(identifier);
        var payload = await OtherVerifiers.JoseAsync(text, keys, CheckReceipt.Type, "https://registry.localhost");
        ((string?)payload["lic"]).ShouldBe(identifier);
        ((string?)payload["verdict"]).ShouldBe("valid");

        var vkey = (await ReadAsync("/log/340100/vkey")).Trim();
        var run = await CheckAsync(text, keys, "--vkey", vkey);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain(identifier);
        run.Output.ShouldContain("logInclusion passed [log-published]");
        run.Output.ShouldContain("检查点由所给密钥签署");

        var parts = text.Split('.');
        var said = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var forged = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(said.Replace("\"valid\"", "\"expired\"", StringComparison.Ordinal)));
        await ShouldBe(1, "check-signature", $"{parts[0]}.{forged}.{parts[2]}", keys);
        await ShouldBe(1, "check-malformed", "nothing", keys);
        ((string?)(await OtherVerifiers.JoseAsync($"{parts[0]}.{forged}.{parts[2]}", keys, CheckReceipt.Type, "https://registry.localhost"))["error"])
            .ShouldNotBeNull();
        // Nor what the same key signed for another use.
        var runtime = host.Services.GetRequiredService<RegistryRuntime>();
        var signer = await runtime.Signers.CurrentAsync("340100", "verification-340100", TestContext.Current.CancellationToken);
        await ShouldBe(1, "check-malformed", Jws.Sign(
            new() { ["typ"] = "statuslist+jwt", ["kid"] = signer.KeyId }, JsonNode.Parse(said)!.AsObject(), signer), keys);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await ShouldBe(3, "check-unknown-key", text, new JsonObject { ["keys"] = new JsonArray(Jwk.Export(other.ExportSubjectPublicKeyInfo())) }.ToJsonString());
        var stranger = "registry.example/log/340100/2026" + vkey[vkey.IndexOf('+', StringComparison.Ordinal)..];
        (await CheckAsync(text, keys, "--vkey", stranger)).ExitCode.ShouldNotBe(0);
        (await VerifierProcess.RunAsync("check", Path.Combine(directory, "none"), "--keys", Path.Combine(directory, "none"))).ExitCode.ShouldBe(64);
    }

    [Fact]
    public async Task stays_good_when_its_key_is_retired_and_not_when_the_key_was_compromised()
    {
        await using var own = new RegistryHost();
        var runtime = own.Services.GetRequiredService<RegistryRuntime>();
        var owner = KeyOwner.OfReceipts(Registry.Domain.Identifiers.RegionCode.Parse("340100"));
        var (_, identifier) = await own.MintedLicence();
        using var anybody = own.Anonymous();
        var receipt = new Uri($"/api/v1/verify/{identifier}/receipt", UriKind.Relative);
        var first = Jws.Parse(await anybody.GetStringAsync(receipt, TestContext.Current.CancellationToken))!.KeyId!;
        var second = await runtime.Custody.RotateAsync("340100", owner, Es256.Name);
        Jws.Parse(await anybody.GetStringAsync(receipt, TestContext.Current.CancellationToken))!.KeyId.ShouldBe(second);
        (await PublishedKeys(anybody)).ShouldBe([second, first]);
        (await runtime.Custody.ReportCompromiseAsync(
            runtime.Logs.EpochsOf("340100")[^1], first, from: 0, size: 1, CompromiseReason.KeyExposed, CompromiseReporter.Operator)).ShouldBeNull();
        (await PublishedKeys(anybody)).ShouldBe([second]);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task<string[]> PublishedKeys(HttpClient anybody) =>
        [.. JsonNode.Parse(await anybody.GetStringAsync(new Uri("/api/v1/verify/keys", UriKind.Relative)))!["keys"]!.AsArray()
            .Select(key => (string)key!["kid"]!)];

    private async Task ShouldBe(int exit, string code, string text, string keys)
    {
        var run = await CheckAsync(text, keys, "--lang", "en");
        run.Output.ShouldContain($"[{code}]");
        run.ExitCode.ShouldBe(exit, run.Output);
    }

    private async Task<VerifierProcess> CheckAsync(string text, string keys, params string[] options)
    {
        var file = Path.Combine(directory, "keys");
        await File.WriteAllTextAsync(file, keys);
        return await VerifierProcess.OnFileAsync("check", Encoding.UTF8.GetBytes(text), ["--keys", file, .. options]);
    }

    private async Task<CheckReceipt> PublishedReceiptOn(string identifier)
    {
        CheckReceipt? receipt = null;
        await Eventually.HoldsAsync("its newest event is published", async () =>
        {
            var (text, keys) = await TakeAsync(identifier);
            var known = JsonNode.Parse(keys)!["keys"]!.AsArray().OfType<JsonObject>().ToDictionary(key => (string)key["kid"]!, key => Jwk.Import(key)!);
            (receipt, var fault) = CheckReceipt.Verify(
                text, kid => known.GetValueOrDefault(kid), TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
            fault.ShouldBeNull();
            return receipt!.Checks[(int)CheckKind.LogInclusion].Code == CheckCodes.LogPublished
                && receipt.Checks[(int)CheckKind.Freshness].Code == CheckCodes.FreshnessCurrent;
        });
        return receipt!;
    }

    private async Task<(string Text, string Keys)> TakeAsync(string identifier) =>
        (await ReadAsync($"/api/v1/verify/{identifier}/receipt"), await ReadAsync("/api/v1/verify/keys"));

    private async Task<string> ReadAsync(string path)
    {
        using var anybody = host.Anonymous();
        return await anybody.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
