using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Personal;

/// <summary>Invariants I2 and I6 in their first form.</summary>
public sealed class Sealing_personal_data(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task leaves_no_plaintext_in_any_table()
    {
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        var everything = await registry.Scalar<string>(
            """
            select string_agg(query_to_xml(format('select * from %I.%I', table_schema, table_name), true, true, '')::text, '')
            from information_schema.tables where table_schema = '{schema}'
            """);
        everything.ShouldNotContain("王芳");
        everything.ShouldNotContain("340104199001010017");
        everything.ShouldNotContain("13800000000");
        everything.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("340104199001010017")));
    }

    [Fact]
    public async Task is_undone_only_against_the_receipt_of_a_committed_access()
    {
        var id = await registry.SubmitCase();
        var @case = await Load(id);
        var before = await Accesses();
        var receipt = await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, Intent(@case));
        (await Accesses()).ShouldBe(before + 1);
        var opened = await registry.Runtime.Vault.OpenAsync(
            receipt!, @case.Application, TestContext.Current.CancellationToken);
        opened!.Applicant.Name.ShouldBe("王芳");
    }

    [Fact]
    public async Task is_not_undone_by_a_receipt_for_somebody_else()
    {
        var @case = await Load(await registry.SubmitCase());
        var other = registry.Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340111198506150022");
        var receipt = await registry.Runtime.Accesses.RecordAsync(
            RegistryFixture.Tenant, Intent(@case) with { Subjects = [other] });
        await Should.ThrowAsync<InvalidOperationException>(() => registry.Runtime.Vault.OpenAsync(
            receipt!, @case.Application, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task is_bound_to_the_event_and_field_it_was_sealed_for()
    {
        var @case = await Load(await registry.SubmitCase());
        var cipher = @case.Application.Sealed!;
        var moved = Personal<Application>.Stored(
            @case.Application.Subject, cipher with { Origin = $"{Guid.NewGuid():D}/application" });
        var receipt = await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, Intent(@case));
        await Should.ThrowAsync<CryptographicException>(() => registry.Runtime.Vault.OpenAsync(
            receipt!, moved, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task gives_no_receipt_when_the_policy_refuses_but_records_the_attempt()
    {
        var @case = await Load(await registry.SubmitCase());
        var stranger = new Actor("stranger", Role.Citizen, null, null, new SubjectTag("nobody"));
        var receipt = await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, Intent(@case) with
        {
            Actor = stranger,
            Ruling = AccessPolicy.OnCase(stranger, @case),
        });
        receipt.ShouldBeNull();
        (await registry.Scalar<long>(
            "select count(*) from {schema}.mt_events where type = 'access_refused.v1' and headers->>'actor' = 'stranger'"))
            .ShouldBe(1);
    }

    private Task<long> Accesses() =>
        registry.Scalar<long>("select count(*) from {schema}.mt_events where type = 'access_disclosed.v1'");

    private AccessIntent Intent(Case @case) => new(
        registry.Citizen(), AccessPolicy.OnCase(registry.Citizen(), @case), [@case.Application.Subject], DataClass.Case,
        $"case/{@case.Id}", Correlation: null);

    private async Task<Case> Load(CaseId id)
    {
        await using var session = registry.Runtime.Sessions.Query(RegistryFixture.Tenant);
        return (await session.Events.AggregateStreamAsync<Case>(id.Value))!;
    }
}
