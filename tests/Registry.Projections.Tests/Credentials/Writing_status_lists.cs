using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Signatures;
using Registry.Projections.Credentials;

namespace Registry.Projections.Tests.Credentials;

/// <summary>One writer, whatever other process still believes that it leads; and what it writes follows from what is kept.</summary>
public sealed class Writing_status_lists(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly Uscc Agency = Uscc.Parse("11340100MB1AC012X9");

    [Fact]
    public async Task each_lead_reads_all_anew_and_who_was_replaced_adds_nothing()
    {
        var runtime = registry.Runtime;
        await new EstablishIssuers(runtime.Sessions, runtime.Custody).RunAsync(RegionCode.Parse(RegistryFixture.Tenant));
        long term;
        await using (var first = await registry.Lead())
            term = first.Head.Term;
        (await Turn(Writer(term))).ShouldBeTrue();
        var lists = await Count();
        (await Lists()).ShouldBeGreaterThanOrEqualTo(4);
        (await Turn(Writer(term))).ShouldBeTrue();
        (await Count()).ShouldBe(lists, "nothing has changed");

        await registry.NobodyLeads();
        await using var second = await registry.Lead();
        second.Head.Term.ShouldBeGreaterThan(term);
        await runtime.Custody.RotateAsync(RegistryFixture.Tenant, KeyOwner.OfCredentials(Agency), Es256.Name);
        (await Turn(Writer(term))).ShouldBeFalse();
        (await Count()).ShouldBe(lists);
        (await Turn(Writer(second.Head.Term))).ShouldBeTrue();
        (await Count()).ShouldBeGreaterThan(lists, "the lists are signed with the new key at once");
    }

    [Fact]
    public async Task the_next_list_is_opened_when_half_of_the_last_is_taken()
    {
        var runtime = registry.Runtime;
        await new EstablishIssuers(runtime.Sessions, runtime.Custody).RunAsync(RegionCode.Parse(RegistryFixture.Tenant));
        var licence = await registry.MintLicence();
        await using var leader = await registry.Lead();
        await registry.AsOwner(
            $$"""
            insert into {schema}.mt_doc_credentialcard (tenant_id, id, data, mt_dotnet_type)
            select '{{RegistryFixture.Tenant}}', gen_random_uuid(), jsonb_build_object('issuer', '{{Agency}}', 'list', 1, 'index', place,
                'licence', '{{licence}}', 'licenceVersion', 1 + place % 2), ''
            from generate_series(0, {{StatusLists.Enough - 1}}) as place
            """);
        (await Turn(Writer(leader.Head.Term))).ShouldBeTrue();
        var tokens = new StatusTokens(runtime.Database.Pooled, registry.Schema);
        (await tokens.NumbersAsync(RegistryFixture.Tenant, Agency, TestContext.Current.CancellationToken)).ShouldBe([1, 2]);
        var place = await tokens.FreePlaceAsync(RegistryFixture.Tenant, Agency, runtime.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        place!.Value.List.ShouldBe(2);

        // The licence was renewed once: its first version has a successor.
        var signed = await tokens.NewestAsync(RegistryFixture.Tenant, Agency, 1, TestContext.Current.CancellationToken);
        var list = StatusList.Parse(2, (string)Jws.Parse(signed!.Token)!.Payload["status_list"]!["lst"]!)!;
        (list[0], list[1], list[StatusLists.Enough]).ShouldBe((StatusList.Invalid, StatusList.Valid, StatusList.Valid));
        await registry.AsOwner("delete from {schema}.mt_doc_credentialcard");
    }

    private StatusWriter Writer(long term) => new(
        registry.Runtime.Database.Unpooled, registry.Runtime.Database.Pooled, registry.Runtime.Issuers, registry.Runtime.Address,
        registry.Schema, registry.Log, term, registry.Runtime.Clock);

    private static Task<bool> Turn(StatusWriter writer) => writer.TurnAsync(_ => { }, TestContext.Current.CancellationToken);

    private Task<long> Lists() => registry.Scalar<long>("select count(distinct (issuer, number)) from {schema}.status_token");

    private Task<long> Count() => registry.Scalar<long>("select count(*) from {schema}.status_token");
}
