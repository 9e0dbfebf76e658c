namespace Registry.Api.Tests.Operator;

public sealed class Rotating_the_vaults_key(OperatedLog log) : IClassFixture<OperatedLog>
{
    [Fact]
    public async Task beside_the_server_changes_no_event_and_leaves_it_serving()
    {
        await log.GrowAsync();
        var prepared = await log.RunAsync("keys", "rotate", "vault", "--prepare");
        prepared.ExitCode.ShouldBe(0, prepared.Errors);
        prepared.Output.ShouldContain("vault-wrapping 2");

        var rotated = await log.RunAsync("keys", "rotate", "vault");
        rotated.ExitCode.ShouldBe(0, rotated.Errors);
        rotated.Output.ShouldContain("wrapped anew: 1");
        rotated.Output.ShouldContain("retired, only older backups need it: vault-wrapping 1");
        (await log.ScalarAsync<int[]>("select array_agg(distinct wrapping) from {schema}.subject_key")).ShouldBe([2]);
        await log.GrowAsync();
        await log.ShouldBeSoundAsync();
    }
}
