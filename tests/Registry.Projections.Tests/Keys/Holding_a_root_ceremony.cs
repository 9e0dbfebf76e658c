using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Api.Authorities;
using Registry.Api.Ceremony;
using Registry.Domain.Epochs;
using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Projections.Tests.Keys;

/// <summary>From the plan to a history that verifies with nothing but the root's public key.</summary>
public sealed class Holding_a_root_ceremony : IAsyncLifetime
{
    private const string Tenant = RegistryFixture.Tenant;

    private static readonly Dictionary<string, string> Halves = new() { ["甲"] = "first half of it", ["乙"] = "second half of it" };

    private readonly RegistryFixture registry = new();
    private readonly DirectoryInfo safe = System.IO.Directory.CreateTempSubdirectory("registry-root-");

    public ValueTask InitializeAsync() => registry.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        safe.Delete(recursive: true);
    }

    [Fact]
    public async Task makes_the_history_trusted_by_the_root_alone()
    {
        var endorsements = Hold(await PlanAsync())!;
        var root = RootKey.FromPem(await File.ReadAllTextAsync(Path.Combine(safe.FullName, "root.pem"), TestContext.Current.CancellationToken))!;
        (await ExportAsync(root)).Code.ShouldBe("key-not-endorsed");

        (await RecordAsync()).ShouldBe((2, null));
        (await ExportAsync(root)).Code.ShouldBe("ok");
        (await ExportAsync(RootKey.Of(registry.Runtime.Keys.Create("other-root", Ed25519.Name)))).Outcome.ShouldBe(ExportOutcome.UntrustedKey);

        var recorded = await registry.Scalar<string>(
            "select data ->> 'transcript' from {schema}.mt_events where type = 'log_key_endorsed.v1'");
        var transcript = await File.ReadAllBytesAsync(Path.Combine(safe.FullName, "transcript.txt"), TestContext.Current.CancellationToken);
        recorded.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(transcript)));
        recorded.ShouldBe(endorsements.Transcript);
        Encoding.UTF8.GetString(transcript).ShouldSatisfyAllConditions(
            text => text.ShouldContain("甲 has compared"), text => text.ShouldContain("乙 has compared"), text => text.ShouldNotContain("half"));
    }

    [Fact]
    public async Task is_needed_again_for_a_new_key_of_the_authority_and_repeats_nothing()
    {
        Hold(await PlanAsync());
        await RecordAsync();
        var root = RootKey.FromPem(await File.ReadAllTextAsync(Path.Combine(safe.FullName, "root.pem"), TestContext.Current.CancellationToken))!;
        await registry.Runtime.Custody.RotateAsync(Tenant, Tenant, Es256.Name);
        (await ExportAsync(root)).Code.ShouldBe("key-not-endorsed");
        Hold(await PlanAsync())!.Root.ShouldBe(root.PublicKey);
        (await RecordAsync()).ShouldBe((1, null));
        (await RecordAsync()).ShouldBe((0, null));
        (await ExportAsync(root)).Code.ShouldBe("ok");
    }

    [Fact]
    public async Task is_needed_again_for_the_checkpoint_key_of_a_log_that_follows_a_lost_one_and_for_no_other()
    {
        Hold(await PlanAsync());
        await RecordAsync();
        var root = RootKey.FromPem(await File.ReadAllTextAsync(Path.Combine(safe.FullName, "root.pem"), TestContext.Current.CancellationToken))!;
        var size = await registry.SequenceAndSign();
        registry.Remembered.Write(registry.Log.Id, new Checkpoint(registry.Log.Origin, size + 3, LogHash.FromBytes(new byte[32]))
            .Sign(registry.Runtime.LogKeys.Held(Tenant, registry.Log.Origin)[0]).ToString());
        await registry.NobodyLeads();
        await registry.Runtime.Succession.RunAsync(
            registry.Log, new(DiscontinuityReason.StorageLost, ["op1", "op2"], Lost: 3, Kept: null), 2026, TestContext.Current.CancellationToken);
        await registry.StartAsync(registry.OwnerConnection);

        (await ExportAsync(root)).Code.ShouldBe("key-not-endorsed");
        Hold(await PlanAsync());
        (await RecordAsync()).ShouldBe((1, null));
        (await ExportAsync(root)).Code.ShouldBe("ok-discontinuity");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("too short")]
    [InlineData("first half of it")]
    public async Task makes_nothing_when_the_second_person_does_not_confirm_with_a_half_of_his_own(string? second)
    {
        var plan = await PlanAsync();
        new RootCeremony(safe, TimeProvider.System).Run(plan, (person, _) => person == "甲" ? Halves[person] : second).ShouldBeNull();
        safe.EnumerateFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task needs_both_halves_to_open_the_root_again()
    {
        var plan = await PlanAsync();
        Hold(plan);
        Should.Throw<CryptographicException>(() => new RootCeremony(safe, TimeProvider.System).Run(
            plan, (person, _) => person == "甲" ? Halves[person] : "a guess of the other half"));
        var name = CeremonyPlan.Read(plan).RootName;
        var kid = new FileKeyStore(safe.FullName, Halves["甲"]).Held(name).Single();
        Should.Throw<CryptographicException>(() => new FileKeyStore(safe.FullName, Halves["甲"]).Open(name, kid));
    }

    [Fact]
    public async Task shows_both_people_the_digest_of_the_plan_itself()
    {
        var plan = await PlanAsync();
        var shown = new List<string>();
        new RootCeremony(safe, TimeProvider.System).Run(plan, (person, digest) =>
        {
            shown.Add(digest);
            return Halves[person];
        });
        shown.ShouldBe([.. Enumerable.Repeat(Convert.ToHexStringLower(SHA256.HashData(plan)), 2)]);
    }

    [Theory]
    [InlineData("""{"authority":"340100","operators":["甲"],"keys":[]}""")]
    [InlineData("""{"authority":"340100","operators":["甲","甲"],"keys":[]}""")]
    [InlineData("""{"authority":"340100","operators":["甲","乙"],"keys":[],"more":1}""")]
    [InlineData("""{"authority":"340100","operators":["甲","乙"],"keys":[{"use":"all","owner":"1","algorithm":"ES256","publicKey":""}]}""")]
    public void a_plan_names_two_people_and_known_uses(string json) =>
        Should.Throw<JsonException>(() => CeremonyPlan.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task an_endorsement_of_a_foreign_key_or_with_a_changed_signature_is_not_recorded()
    {
        var foreign = registry.Runtime.Keys.Create("foreign", Es256.Name);
        var key = new KeyEndorsement("event", Tenant, foreign.Algorithm, Convert.ToBase64String(foreign.PublicKeySpki));
        Hold(new CeremonyPlan(Tenant, [.. Halves.Keys], [key]).ToJson());
        (await RecordAsync()).Refusal.ShouldBe(RecordEndorsements.ForeignKey);

        var changed = (await File.ReadAllTextAsync(Path.Combine(safe.FullName, "endorsements.json"), TestContext.Current.CancellationToken))
            .Replace("\"340100\"", "\"340101\"");
        Should.Throw<JsonException>(() => Endorsements.Read(new MemoryStream(Encoding.UTF8.GetBytes(changed))));
    }

    private Endorsements? Hold(byte[] plan) => new RootCeremony(safe, TimeProvider.System).Run(plan, (person, _) => Halves[person]);

    private async Task<byte[]> PlanAsync()
    {
        var keys = await registry.Runtime.Signers.LiveAsync(Tenant, Tenant, CancellationToken.None);
        return new CeremonyPlan(
            Tenant, [.. Halves.Keys],
            [
                .. keys.Select(card => new KeyEndorsement("event", card.Owner, card.Algorithm, card.PublicKey)),
                registry.Runtime.Logs.Of(Tenant).Key.ToEndorsement(),
            ]).ToJson();
    }

    private async Task<(int Recorded, Domain.Refusal? Refusal)> RecordAsync()
    {
        await using var json = File.OpenRead(Path.Combine(safe.FullName, "endorsements.json"));
        return await new RecordEndorsements(registry.Runtime.Sessions).RunAsync(registry.Runtime.Logs.Of(Tenant), Endorsements.Read(json));
    }

    private async Task<ExportVerdict> ExportAsync(RootKey root)
    {
        await registry.SequenceAndSign();
        var log = registry.Runtime.Logs.Of(Tenant);
        using var file = new MemoryStream();
        await registry.Runtime.Export.WriteAsync(log, file, progress: null, CancellationToken.None);
        var verifier = new ExportVerifier(log.Key) { Root = root };
        foreach (var line in Encoding.UTF8.GetString(file.ToArray()).Split('\n')[..^1])
            if (verifier.Take(Encoding.UTF8.GetBytes(line)) is { } fault)
                return fault;
        return verifier.Finish();
    }
}
