using Registry.Api.Tests.Licences;
using Registry.Api.Tests.LicenceTypes;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

public sealed class Reissuing_licences(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task mints_those_of_an_earlier_version_anew_and_lists_what_it_cannot()
    {
        var kind = await PublishedAsync(501);
        var (first, suspended, ended) = (await kind.LicenceAsync(), await kind.LicenceAsync(), await kind.LicenceAsync());
        var old = await host.IdentifierOf(first);
        await host.StepAsync(suspended, "suspension", 1);
        await host.StepAsync(ended, "revocation", 1);
        await RenewTypeAsync(kind, TypeJourneys.Field("seats"));
        var newer = await kind.LicenceAsync();

        await host.ApprovedReissue("new-face", kind.Type, "earlierVersions");
        var report = await host.RunAsync("new-face");
        report.Refusal.ShouldBeNull();
        report.Done.ShouldBe(1);
        CodesOf(report).ShouldBe([(suspended, "licence-not-in-force")]);
        (await kind.VersionOf(first)).ShouldBe(2);
        (await host.WordOn(old)).ShouldBe("superseded");
        (await host.IdentifierOf(first)).ShouldContain(".002.");
        (await host.IdentifierOf(newer)).ShouldContain(".001.");
        (await kind.ReadAsync(first)).GetProperty("fields").GetProperty("tradeName").GetString().ShouldBe("𠮷祥面馆");

        // What was refused is tried again, what was done is not.
        await host.StepAsync(suspended, "restoration", 2);
        var again = await host.RunAsync("new-face");
        (again.Done, again.Refused.Count).ShouldBe((1, 0));
        (await host.RunAsync("new-face")).Done.ShouldBe(0);
    }

    [Fact]
    public async Task is_an_access_that_the_holder_sees_and_the_agency_s_key_signs()
    {
        var kind = await PublishedAsync(502);
        var licence = await kind.LicenceAsync();
        await host.ApprovedReissue("seen", kind.Type);
        (await host.RunAsync("seen")).Done.ShouldBe(1);

        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        var look = (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .First(line => line.GetProperty("resource").GetString() == $"licence/{licence}");
        look.GetProperty("purpose").GetString().ShouldBe("licence-reissue");
        look.GetProperty("step").GetString().ShouldBe($"licence-batch/{IdOf("seen")}");
        look.GetProperty("agency").GetString().ShouldBe(Commerce);
        (await host.RowAsync(
            "select headers ->> 'agency', headers ->> 'step' from mt_events where stream_id = $1 and type = 'licence_reissued.v1'", licence))
            .ShouldBe([Commerce, $"licence-batch/{IdOf("seen")}"]);
    }

    [Fact]
    public async Task refuses_a_face_that_the_new_version_does_not_let_stand()
    {
        var kind = await PublishedAsync(503);
        var licence = await kind.LicenceAsync();
        await RenewTypeAsync(kind, TypeJourneys.Field("seats", required: true));
        await host.ApprovedReissue("stricter", kind.Type, "earlierVersions");
        CodesOf(await host.RunAsync("stricter")).ShouldBe([(licence, "face-field-missing")]);
        (await kind.VersionOf(licence)).ShouldBe(1);
    }

    [Fact]
    public async Task gives_a_place_that_two_of_them_come_into_to_one()
    {
        var kind = await PublishedAsync(504);
        await kind.LicenceAsync();
        await kind.LicenceAsync();
        await RenewTypeAsync(kind, TypeJourneys.Field("seats"), unique: true);
        await host.ApprovedReissue("places", kind.Type);
        var report = await host.RunAsync("places");
        report.Done.ShouldBe(1);
        report.Refused.ShouldHaveSingleItem().Refusal.Code.ShouldBe("licence-place-occupied");
        (await host.RunAsync("places")).Refused.ShouldHaveSingleItem().Refusal.Code.ShouldBe("licence-place-occupied");
    }

    [Fact]
    public async Task does_the_others_where_the_key_over_one_holder_s_data_is_missing()
    {
        var kind = await PublishedAsync(505);
        var (lost, other) = (await kind.LicenceAsync("company"), await kind.LicenceAsync());
        await using (var owner = await host.OwnerConnectionAsync())
        await using (var delete = owner.CreateCommand())
        {
            delete.CommandText = "delete from subject_key where subject = (select data ->> 'subject' from mt_doc_licencecard where id = $1)";
            delete.Parameters.Add(new() { Value = lost });
            (await delete.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        }
        await host.ApprovedReissue("keyless", kind.Type);
        var report = await host.RunAsync("keyless");
        CodesOf(report).ShouldBe([(lost, "licence-holder-key-missing")]);
        report.Done.ShouldBe(1);
        (await host.IdentifierOf(other)).ShouldContain(".002.");
    }

    [Fact]
    public async Task is_not_for_a_version_of_the_type_that_nobody_approved_it_for()
    {
        var kind = await PublishedAsync(506);
        var licence = await kind.LicenceAsync();
        await host.ApprovedReissue("too-old", kind.Type);
        await RenewTypeAsync(kind, TypeJourneys.Field("seats"));
        (await host.RunAsync("too-old")).Refusal!.Code.ShouldBe("licence-batch-outdated");
        (await kind.VersionOf(licence)).ShouldBe(1);
    }

    private async Task<TypedItem> PublishedAsync(int number)
    {
        var kind = new TypedItem(host, number);
        await kind.PublishAsync();
        return kind;
    }

    private async Task RenewTypeAsync(TypedItem kind, Dictionary<string, object?> field, bool unique = false)
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("address", required: true), field };
        if (unique)
            definition["unique"] = new { siteField = "address" };
        await host.PublishAsync(kind.Type, version: 2, definition);
    }
}
