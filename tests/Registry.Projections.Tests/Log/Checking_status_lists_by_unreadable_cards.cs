using Registry.Api.Issuers;
using Registry.Domain.Identifiers;
using Registry.Projections.Credentials;
using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Tests.Log;

/// <summary>Status lists are compared by way of read models, which may hold anything: that is found, and stops nothing.</summary>
public sealed class Checking_status_lists_by_unreadable_cards(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Theory]
    [InlineData("credentialcard", "index", "null")]
    [InlineData("credentialcard", "list", "null")]
    [InlineData("credentialcard", "licence", "null")]
    [InlineData("credentialcard", "licenceVersion", "null")]
    [InlineData("credentialcard", "licenceVersion", "\"made up\"")]
    [InlineData("licencecard", "status", "null")]
    [InlineData("licencecard", "status", "\"made up\"")]
    [InlineData("licencecard", "status", "{}")]
    [InlineData("licencecard", "identifier", "null")]
    [InlineData("licencecard", "identifier", "\"made up\"")]
    [InlineData("licencecard", "identifier", "{}")]
    public async Task goes_on_over_rows_that_somebody_made_unreadable(string table, string member, string made)
    {
        await new EstablishIssuers(registry.Runtime.Sessions, registry.Runtime.Custody).RunAsync(RegionCode.Parse(RegistryFixture.Tenant));
        var licence = await registry.MintLicence();
        var credential = await registry.MintCredential(licence);
        await using var leader = await registry.Lead();
        await new StatusWriter(
            registry.Runtime.Database.Unpooled, registry.Runtime.Database.Pooled, registry.Runtime.Issuers, registry.Runtime.Address,
            registry.Schema, registry.Log, leader.Head.Term, registry.Runtime.Clock).TurnAsync(_ => { }, TestContext.Current.CancellationToken);
        (await CodesAsync()).ShouldBeEmpty();
        var id = table == "credentialcard" ? credential.Value : licence.Value;
        await registry.AsOwner(
            $"""
            create table {registry.Schema}.kept as select * from {registry.Schema}.mt_doc_{table} where id = '{id}';
            update {registry.Schema}.mt_doc_{table} set data = jsonb_set(data, array['{member}'], '{made}') where id = '{id}'
            """);
        (await CodesAsync()).ShouldContain(FsckCodes.ReadModelDiffers);
        await registry.AsOwner(
            $"""
            update {registry.Schema}.mt_doc_{table} t set data = k.data from {registry.Schema}.kept k where k.id = t.id;
            drop table {registry.Schema}.kept
            """);
    }

    private async Task<IReadOnlyList<string>> CodesAsync()
    {
        var report = await new FsckRun(
            registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
            .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, TestContext.Current.CancellationToken);
        return [.. report.Findings.Select(found => found.Code)];
    }
}
