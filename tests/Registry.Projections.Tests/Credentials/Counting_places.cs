using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Projections.Credentials;

namespace Registry.Projections.Tests.Credentials;

public sealed class Counting_places(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task what_a_wallet_says_of_a_credential_takes_no_place_in_a_status_list()
    {
        var (runtime, token) = (registry.Runtime, TestContext.Current.CancellationToken);
        await new EstablishIssuers(runtime.Sessions, runtime.Custody).RunAsync(RegionCode.Parse(RegistryFixture.Tenant));
        var credential = await registry.MintCredential(await registry.MintLicence());
        var issuer = Uscc.Parse(await registry.Scalar<string>("select data ->> 'issuer' from {schema}.mt_doc_credentialcard"));
        // One more, and the next list is opened.
        await registry.AsOwner(
            $$"""
            insert into {schema}.mt_doc_credentialcard (tenant_id, id, data, mt_dotnet_type)
            select tenant_id, gen_random_uuid(), data || jsonb_build_object('index', 1000 + place), ''
            from {schema}.mt_doc_credentialcard, generate_series(1, {{StatusLists.Enough - 2}}) as place
            """);
        await using var leader = await registry.Lead();
        await leader.SequenceAsync(token);
        var writer = new StatusWriter(
            runtime.Database.Unpooled, runtime.Database.Pooled, runtime.Issuers, runtime.Address, registry.Schema, registry.Log, leader.Head.Term,
            runtime.Clock);
        (await writer.TurnAsync(_ => { }, token)).ShouldBeTrue();

        await using (var session = registry.CitizenSession())
        {
            var stream = await session.Events.FetchForWriting<Credential, CredentialId>(credential, token);
            stream.AppendOne(new CredentialEvent.Reported(WalletReport.Accepted));
            await session.SaveChangesAsync(CancellationToken.None);
        }
        (await leader.SequenceAsync(token)).ShouldBeGreaterThan(0);
        (await writer.TurnAsync(_ => { }, token)).ShouldBeTrue();
        var tokens = new StatusTokens(runtime.Database.Pooled, registry.Schema);
        (await tokens.NumbersAsync(RegistryFixture.Tenant, issuer, token)).ShouldBe([1]);
    }
}
