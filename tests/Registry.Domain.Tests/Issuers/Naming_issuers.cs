using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Issuers;

public sealed class Naming_issuers
{
    private static readonly Uscc Agency = Uscc.Parse("11340100MB1AC012X9");

    [Theory]
    [InlineData("https://registry.example", "agency/11340100MB1AC012X9", true)]
    [InlineData("https://registry.example/city", "city/agency/11340100MB1AC012X9", true)]
    [InlineData("https://registry.example/city", "agency/11340100MB1AC012X9", false)]
    [InlineData("https://registry.example", "agency/11340100MB1AC012X9/", false)]
    [InlineData("https://registry.example", "agency/11340100MB1AC012X8", false)]
    [InlineData("https://registry.example", "11340100MB1AC012X9", false)]
    public void the_well_known_name_stands_between_host_and_path(string url, string path, bool found) =>
        new PublicAddress(url).IssuerAt(path).ShouldBe(found ? Agency : null);

    [Fact]
    public void an_owner_of_a_credential_key_is_nobody_s_code()
    {
        KeyOwner.OfCredentials(Agency).ShouldNotBe(Agency.Value);
        KeyOwner.Issuer(KeyOwner.OfCredentials(Agency)).ShouldBe(Agency);
        KeyOwner.Issuer(Agency.Value).ShouldBeNull();
        KeyOwner.IsLicenceAuthority(KeyOwner.OfLicenceAuthority(RegionCode.Parse("340100"))).ShouldBeTrue();
    }
}
