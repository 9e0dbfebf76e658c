using System.Globalization;
using System.Text.Json;
using Registry.Api.Authorities;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Anchoring;

/// <summary>The log's key rotates while three witnesses watch: each goes on as soon as its operator adds the new key.</summary>
public sealed class Rotating_under_witnesses
{
    [Fact]
    public async Task a_witness_goes_on_with_the_key_that_its_operator_has_added()
    {
        await using var registry = await AnchoredServer.StartAsync(("CosignEvery", "00:00:01"));
        var old = registry.Log;
        await CosignedAsync(registry, 3);

        // Both keys sign, and a witness that knows the old one goes on by it.
        var rotated = await registry.OperateAsync("keys", "rotate", "log");
        rotated.ExitCode.ShouldBe(0, rotated.Errors);
        NoteVerifierKey.TryParse(rotated.Output.Split('\n')[1].Split(": ")[1], out var fresh, out var reason).ShouldBeTrue(reason);
        await CosignedAsync(registry, 3);
        await Eventually.HoldsAsync("both keys have signed what is served", async () =>
            await SignedByAsync(registry, fresh!) && await SignedByAsync(registry, old));

        // Two operators add the key; their witnesses remember what they saw under the old one.
        foreach (var number in new[] { 0, 1 })
        {
            await registry.StopWitnessAsync(number);
            await registry.StartWitnessAsync(number, old, fresh!);
        }
        await registry.RewritePolicyAsync(text => $"log {fresh}\n{text}");
        await registry.RestartServerAsync();
        await CosignedAsync(registry, 3);

        var retired = await registry.OperateAsync("keys", "retire", LogKeyCustody.KidOf(old));
        retired.ExitCode.ShouldBe(0, retired.Errors);
        var before = (await registry.ServedAsync())!.Checkpoint.Size;
        await Eventually.HoldsAsync("only the new key signs what two witnesses have cosigned", async () =>
            await registry.ServedAsync() is { QuorumMet: true, Cosignatures.Count: 2 } served && served.Checkpoint.Size > before);
        (await SignedByAsync(registry, old)).ShouldBeFalse();

        // The third was forgotten and refuses (403) until it is told.
        await registry.StopWitnessAsync(2);
        await registry.StartWitnessAsync(2, fresh!);
        await CosignedAsync(registry, 3);
        (await registry.IntegrityAsync()).GetProperty("state").GetString().ShouldBe("anchored");
    }

    private static async Task CosignedAsync(AnchoredServer registry, int witnesses)
    {
        var size = (await registry.IntegrityAsync()).GetProperty("signedSize") is { ValueKind: JsonValueKind.Number } signed ? signed.GetInt64() : 0;
        (await registry.SubmitAsync()).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(string.Create(CultureInfo.InvariantCulture, $"{witnesses} have cosigned"), async () =>
            await registry.ServedAsync() is { QuorumMet: true } served && served.Cosignatures.Count == witnesses && served.Checkpoint.Size > size);
    }

    private static async Task<bool> SignedByAsync(AnchoredServer registry, NoteVerifierKey key)
    {
        using var client = new HttpClient { BaseAddress = registry.Address };
        return SignedNote.Open(await client.GetStringAsync(new Uri("log/340100/checkpoint", UriKind.Relative)), key).Ok;
    }
}
