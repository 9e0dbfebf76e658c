using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Erasures;

/// <summary>A licence that two held and that ended so long ago that nothing need be kept of it.</summary>
public sealed class Erasing_a_holder_of_several(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task leaves_the_other_holder_the_licence_until_they_are_erased_too(int erased)
    {
        Dictionary<string, object>[] people = [ErasureJourneys.NewCitizen(), ErasureJourneys.NewCitizen()];
        var id = await EndedLicence(people);
        using var goes = host.SignedInWith(people[erased]);
        using var stays = host.SignedInWith(people[1 - erased]);
        await host.Erase(goes);

        var read = await Read(stays, id);
        read.TryGetProperty("erased", out _).ShouldBeFalse();
        read.GetProperty("fields").GetProperty("address").GetString().ShouldBe("示范路1号");
        var holders = read.GetProperty("holders");
        holders[1 - erased].GetProperty("name").GetString().ShouldBe((string)people[1 - erased]["party_name"]);
        holders[erased].GetProperty("erased").GetBoolean().ShouldBeTrue();
        holders[erased].TryGetProperty("name", out _).ShouldBeFalse();
        // Whose it was keeps the record of who looked, and the licence in the list.
        (await Read(goes, id)).GetProperty("holders")[erased].GetProperty("erased").GetBoolean().ShouldBeTrue();

        await host.Erase(stays);
        var gone = await Read(stays, id);
        gone.GetProperty("erased").GetBoolean().ShouldBeTrue();
        gone.TryGetProperty("fields", out _).ShouldBeFalse();
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    private static async Task<JsonElement> Read(HttpClient citizen, Guid licence)
    {
        using var answer = await citizen.GetAsync(new Uri($"/api/v1/licences/{licence}", UriKind.Relative), Token);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    // Written as the registry of those years would have: over HTTP nothing is minted in the past.
    private async Task<Guid> EndedLicence(Dictionary<string, object>[] people)
    {
        var runtime = host.Services.GetRequiredService<RegistryRuntime>();
        var agency = Uscc.Parse("11340100MB1AC012X9");
        var identifier = LicenceIdentifier.Mint(
            LicenceTypeCode.Parse($"{agency}001"), agency, $"E{Guid.NewGuid():N}"[..20].ToUpperInvariant(), version: 1);
        var from = new DateOnly(2010, 3, 1);
        var faces = people.Select(claims =>
        {
            var party = new Party((string)claims["party_name"], HolderCodeType.CitizenId, (string)claims["party_code"]);
            return Personal<LicenceFace>.Of(
                runtime.Vault.TagOf(party.CodeType, party.Code), new(party, new Dictionary<string, string> { ["address"] = "示范路1号" }));
        }).ToList();
        var actor = new Actor("officer-commerce-2", Role.IssuingOfficer, agency, RegionCode.Parse("340100"), Subject: null);
        await using var session = runtime.Sessions.Open("340100", new Act(actor, correlation: null) { Ground = Ground.LicenceAdministration("licence") });
        var id = LicenceId.Of(identifier).Value;
        session.Events.StartStream<Licence>(
            id,
            new LicenceEvent.MintedUnder(identifier, 1, new(from, from, Until: null), faces[0], Slot: null, CaseId.Of(Guid.NewGuid())) { Others = [faces[1]] },
            new LicenceEvent.Cancelled(from.AddYears(3), null, null));
        await session.SaveChangesAsync(CancellationToken.None);
        return id;
    }
}
