using System.Text.RegularExpressions;
using Marten;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections.Cases;
using Registry.Projections.Licences;
using Registry.Projections.Personal;
using Case = Shouldly.Case;

namespace Registry.Projections.Tests;

/// <summary>Each holder's face is sealed under a key of their own, and each finds the licence.</summary>
public sealed class Licences_of_several(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly Party Spouse = new("李强", HolderCodeType.CitizenId, "340111198506150022");

    [Fact]
    public async Task are_found_by_each_of_their_holders_through_an_index()
    {
        var (id, spouse) = await registry.MintJointLicence();
        await using var session = registry.CitizenSession();
        foreach (var holder in (SubjectTag[])[registry.Subject(), spouse])
            (await session.Query<LicenceCard>().Of(holder).Select(card => card.Id).ToListAsync(TestContext.Current.CancellationToken)).ShouldContain(id.Value);
        (await session.Query<LicenceCard>().Of(new("nobody")).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);

        var command = session.Query<LicenceCard>().Of(spouse).ToCommand();
        var text = Regex.Replace(command.CommandText, @":p\d+|\$\d+", "'[\"x\"]'");
        // Of the few rows here the tenant's are read more cheaply than any index; of millions they are not.
        text = text.Replace("d.tenant_id = '[\"x\"]' and ", "", StringComparison.Ordinal);
        (await registry.Scalar<string>($"set enable_seqscan = off; explain (format json) {text}")).ShouldContain("licence_by_co_holder", Case.Sensitive, text);
    }

    [Fact]
    public async Task leave_the_others_theirs_when_one_is_erased()
    {
        var (id, spouse) = await registry.MintJointLicence();
        await using var session = registry.CitizenSession();
        var licence = (await session.Events.AggregateStreamAsync<Licence>(id.Value, token: TestContext.Current.CancellationToken))!;
        licence.Others.ShouldHaveSingleItem().Sealed!.Origin.ShouldEndWith("/others/0");
        await registry.AsOwner($"delete from {{schema}}.subject_key where subject = '{registry.Subject()}'");

        var receipt = (await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, new(
            registry.Citizen(), AccessPolicy.OnLicence(registry.Citizen(), licence), licence.Holders, DataClass.Licence, $"licence/{id}", Correlation: null)))!;
        var face = await registry.Runtime.Vault.OpenAsync(receipt, licence.FaceOf(spouse)!, TestContext.Current.CancellationToken);
        face!.Holder.ShouldBe(Spouse);
        face.Fields["address"].ShouldBe("示范路1号");
        await Should.ThrowAsync<SubjectKeyMissingException>(() =>
            registry.Runtime.Vault.OpenAsync(receipt, licence.Face, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task begin_with_cases_that_are_theirs_who_did_not_decline_and_hold_what_was_said_of_all()
    {
        var id = await registry.SubmitJointCase();
        await using var session = registry.CitizenSession();
        var card = (await session.LoadAsync<CaseCard>(id.Value, TestContext.Current.CancellationToken))!;
        (card.Others!.Count, card.Asked!.Count, card.Named!.Count).ShouldBe((2, 1, 1));
        foreach (var (person, own) in ((string, bool)[])[(card.Others[0], true), (card.Others[1], true), (card.Named[0], false)])
        {
            var tag = new SubjectTag(person);
            (await session.Query<CaseCard>().Of(tag).AnyAsync(one => one.Id == id.Value, TestContext.Current.CancellationToken)).ShouldBe(own);
            (await session.Query<CaseCard>().Holding(tag).AnyAsync(one => one.Id == id.Value, TestContext.Current.CancellationToken)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task stay_theirs_when_a_batch_mints_them_and_another_agency_takes_them_over()
    {
        var (old, arrived) = await registry.MoveLicence();
        await using var session = registry.CitizenSession();
        foreach (var (id, status) in ((LicenceId, LicenceStatus)[])[(old, LicenceStatus.Cancelled), (arrived, LicenceStatus.InForce)])
        {
            var card = (await session.LoadAsync<LicenceCard>(id.Value, TestContext.Current.CancellationToken))!;
            (card.Subject, card.Others!.Count, card.Status).ShouldBe((registry.Subject().Value, 1, status));
            (await session.Events.AggregateStreamAsync<Licence>(id.Value, token: TestContext.Current.CancellationToken))!.Holders.Count.ShouldBe(2);
        }
    }
}
