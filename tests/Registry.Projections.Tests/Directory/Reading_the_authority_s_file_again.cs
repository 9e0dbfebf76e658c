using Registry.Api.Authorities;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;

namespace Registry.Projections.Tests.Directory;

public sealed class Reading_the_authority_s_file_again(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly Duty Handling =
        new(Uscc.Parse("11340100MB1AC012X9"), RegionCode.Parse("340100"), DutyKind.CaseHandling);

    [Fact]
    public async Task gives_back_no_duty_that_was_ended()
    {
        await EndAsync("officer-commerce-1");
        var before = await Events();
        await new EstablishAuthority(registry.Runtime.Sessions, registry.Runtime.Custody, registry.Runtime.Clock).RunAsync(AuthorityFile.Demonstration());
        (await Events()).ShouldBe(before);
        (await StandingOf("officer-commerce-1")).Duties.ShouldBeEmpty();
        (await StandingOf("officer-commerce-3")).Duties.ShouldBe([Handling]);
    }

    private async Task EndAsync(string officer)
    {
        await using var session = PlatformSession.Open(registry.Runtime.Sessions, RegistryFixture.Tenant);
        var stream = await session.Events.FetchForWriting<Officer, OfficerId>(
            OfficerId.Of(RegionCode.Parse(RegistryFixture.Tenant), officer));
        stream.AppendMany(OfficerDecider.End(stream.Aggregate!, Handling).Events);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    private Task<Standing> StandingOf(string officer) =>
        new Standings(registry.Runtime.Sessions, registry.Runtime.References, TimeProvider.System).OfAsync(RegistryFixture.Tenant, officer);

    private Task<long> Events() => registry.Scalar<long>("select count(*) from {schema}.mt_events");
}
