using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Projections.Access;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests;

/// <summary>Invariant I4: read models are folds; rebuilding gives the same rows.</summary>
public sealed class Read_models(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    public static TheoryData<string, string> Projections => new()
    {
        { "SigningKeyCard", "signingkeycard" },
        { "OfficerCard", "officercard" },
        { "ItemCard", "itemcard" },
        { "LicenceTypeCard", "licencetypecard" },
        { "CaseCard", "casecard" },
        { "LicenceCard", "licencecard" },
        { "LicenceCopyCard", "licencecopycard" },
        { "DelegationCard", "delegationcard" },
        { "EmergencyCard", "emergencycard" },
        { "ObjectionCard", "objectioncard" },
        { "AuditRuleCard", "auditrulecard" },
        { "PersonListCard", "personlistcard" },
        { "FindingCard", "findingcard" },
        { "SubscriptionCard", "subscriptioncard" },
        { "CovertInquiryCard", "covertinquirycard" },
        { "LicenceBatchCard", "licencebatchcard" },
        { "SharingGrantCard", "sharinggrantcard" },
        { "CredentialCard", "credentialcard" },
        { "AccessRecord", "accessrecord" },
    };

    [Theory]
    [MemberData(nameof(Projections))]
    public async Task are_the_same_after_a_rebuild(string projection, string table)
    {
        await SomeHistory();
        var before = await Digest(table);
        await registry.AsOwner($"delete from {{schema}}.mt_doc_{table} where ctid in (select ctid from {{schema}}.mt_doc_{table} limit 2)");
        (await Digest(table)).ShouldNotBe(before);

        await using var source = NpgsqlDataSource.Create(registry.OwnerConnection);
        await using var store = registry.OwnerStore(source);
        using var daemon = await store.BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync(projection, TestContext.Current.CancellationToken);

        (await Digest(table)).ShouldBe(before);
    }

    private async Task<string> Digest(string table) => await registry.Scalar<string>(
        $"select md5(string_agg(tenant_id || id::text || data::text, '|' order by id::text)) from {{schema}}.mt_doc_{table}");

    private async Task SomeHistory()
    {
        for (var i = 0; i < 5; i++)
        {
            await registry.MintCredential(await registry.MintLicence());
            await registry.MintJointLicence();
            await registry.SubmitJointCase();
            await registry.MoveLicence();
            await registry.GrantDelegation();
            await registry.AskInEmergency();
            await registry.Object();
            await registry.Audit();
            await registry.SubscribeToNotices(Guid.NewGuid().ToString());
            await registry.InquireCovertly();
            await registry.ShareWithAnother();
            await registry.ProposeBatch($"b{Guid.NewGuid():N}");
            var id = await registry.SubmitCase();
            await using (var session = registry.CitizenSession())
            {
                var stream = await session.Events.FetchForWriting<Case, CaseId>(id);
                stream.AppendMany(CaseDecider.Withdraw(stream.Aggregate!, new DateOnly(2026, 11, 24)).Events);
                await session.SaveChangesAsync(CancellationToken.None);
                await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, new AccessIntent(
                    registry.Citizen(), AccessPolicy.OnCase(registry.Citizen(), stream.Aggregate!),
                    [registry.Subject()], DataClass.Case, $"case/{id}", Correlation: null));
            }
        }
    }
}
