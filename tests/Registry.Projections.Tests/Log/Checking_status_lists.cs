using Registry.Api.Issuers;
using Registry.Domain.Identifiers;
using Registry.Projections.Credentials;
using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Tests.Log;

/// <summary>fsck compares what wallets are told of a licence with how it stands.</summary>
public sealed class Checking_status_lists(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private const int Place = 77;

    [Fact]
    public async Task finds_an_older_list_put_above_and_a_place_that_is_nobody_s()
    {
        await new EstablishIssuers(registry.Runtime.Sessions, registry.Runtime.Custody).RunAsync(RegionCode.Parse(RegistryFixture.Tenant));
        var licence = await registry.MintLicence();
        await using var leader = await registry.Lead();
        await WriteAsync(leader.Head.Term);
        var issuer = (await registry.Scalar<string>($"select data ->> 'issuer' from {{schema}}.mt_doc_licencecard where id = '{licence}'"))!;
        // Of the licence's first version, which has a successor: it is revoked.
        await registry.AsOwner(
            $$"""
            insert into {schema}.mt_doc_credentialcard (tenant_id, id, data, mt_dotnet_type)
            select '{{RegistryFixture.Tenant}}', gen_random_uuid(), jsonb_build_object('issuer', '{{issuer}}', 'list', 1, 'index', {{Place}},
                'licence', '{{licence}}', 'licenceVersion', 1), ''
            """);
        (await FoundAsync()).ShouldBeNull("the list is no older than the licence");
        await WriteAsync(leader.Head.Term);
        (await FoundAsync()).ShouldBeNull();

        await registry.AsOwner(
            $$"""
            insert into {schema}.status_token (tenant, issuer, number, issued_at, expires_at, kid, token)
            select tenant, issuer, number, issued_at + interval '5 minutes', expires_at, kid, token from {schema}.status_token
            where issuer = '{{issuer}}' and number = 1 order by issued_at limit 1
            """);
        (await FoundAsync()).ShouldBe($"Status list 1 of {issuer} says 0 of place {Place}, whose licence stands at 1.");

        await WriteAsync(leader.Head.Term);
        (await FoundAsync()).ShouldBeNull("the leader has signed it anew");
        await registry.AsOwner("delete from {schema}.mt_doc_credentialcard");
        (await FoundAsync()).ShouldBe($"Status list 1 of {issuer} says 1 of place {Place}, which no credential has.");
    }

    private Task<bool> WriteAsync(long term) => new StatusWriter(
        registry.Runtime.Database.Unpooled, registry.Runtime.Database.Pooled, registry.Runtime.Issuers, registry.Runtime.Address,
        registry.Schema, registry.Log, term, registry.Runtime.Clock).TurnAsync(_ => { }, TestContext.Current.CancellationToken);

    private async Task<string?> FoundAsync()
    {
        var report = await new FsckRun(
            registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
            .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, TestContext.Current.CancellationToken);
        return report.Findings.SingleOrDefault(found => found.Code == FsckCodes.StatusListDiffers)?.Detail;
    }
}
