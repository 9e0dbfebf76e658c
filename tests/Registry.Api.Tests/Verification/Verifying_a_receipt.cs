using System.Text;
using System.Text.Json;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>A citizen keeps the receipt of an event and checks it on a machine of their own.</summary>
public sealed class Verifying_a_receipt(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task is_ok_with_the_pinned_key_and_names_the_event()
    {
        var (receipt, vkey, id) = await Receipt();
        var run = await VerifierProcess.OnFileAsync("receipt", receipt, "--vkey", vkey);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain($"{id} case_submitted.v1");
        run.Output.ShouldContain("The entry is in the log");
        run.Output.ShouldContain("条目确在日志中");
        var json = await VerifierProcess.OnFileAsync("receipt", receipt, "--vkey", vkey, "--json");
        using var verdict = JsonDocument.Parse(json.Output);
        verdict.RootElement.GetProperty("code").GetString().ShouldBe("receipt-ok");
        verdict.RootElement.GetProperty("event").GetGuid().ShouldBe(id);
    }

    [Fact]
    public async Task tells_what_was_changed()
    {
        var (receipt, vkey, _) = await Receipt();
        var text = Encoding.UTF8.GetString(receipt);
        TlogProof.TryParse(text, out var proof, out _).ShouldBeTrue();
        var other = NoteVerifierKey.FromEd25519(
            vkey.Split('+')[0], Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")).ToString();

        await ShouldBe(1, "inclusion", (proof! with { Index = proof.Index ^ 1 }).ToString(), vkey);
        await ShouldBe(1, "inclusion", (proof with { Extra = [.. proof.Extra!, 32] }).ToString(), vkey);
        await ShouldBe(1, "checkpoint-signature", text.Replace("\n\nregistry", "\n\nRegistry", StringComparison.Ordinal), vkey);
        await ShouldBe(1, "receipt-malformed", text.Replace("index ", "index  ", StringComparison.Ordinal), vkey);
        await ShouldBe(2, "receipt-entry-missing", (proof with { Extra = null }).ToString(), vkey);
        await ShouldBe(3, "vkey-not-pinned", text, other);
        (await VerifierProcess.OnFileAsync("receipt", receipt)).ExitCode.ShouldBe(64);
    }

    private static async Task ShouldBe(int exit, string code, string receipt, string vkey)
    {
        var run = await VerifierProcess.OnFileAsync("receipt", Encoding.UTF8.GetBytes(receipt), "--vkey", vkey, "--lang", "en");
        run.Output.ShouldContain($"[{code}]");
        run.ExitCode.ShouldBe(exit, run.Output);
    }

    private async Task<(byte[] Receipt, string Vkey, Guid Event)> Receipt()
    {
        using var client = await host.SignedInAs("citizen");
        client.DefaultRequestHeaders.Add("Prefer", "log-level=published, wait=30");
        using var answer = await client.WriteAsync("/api/v1/cases", Journeys.Application());
        var index = answer.EnsureSuccessStatusCode().Headers.GetValues("Log-Index").Single();
        var id = (await answer.JsonAsync()).GetProperty("events")[0].GetProperty("id").GetGuid();
        return (
            await client.GetByteArrayAsync(new Uri($"/log/340100/proof/{index}", UriKind.Relative)),
            (await client.GetStringAsync(new Uri("/log/340100/vkey", UriKind.Relative))).Trim(), id);
    }
}
