using Registry.Domain.Credentials.Checking;
using Registry.Domain.Licences;
using Registry.Domain.Credentials;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Credentials;

public sealed class Checking_a_credential
{
    private static readonly CheckAnswer Good = new(CheckState.Good, "");
    private static readonly CheckAnswer Bad = new(CheckState.Bad, "");
    private static readonly CheckAnswer Unknown = new(CheckState.Unknown, "");

    [Fact]
    public void what_cannot_be_checked_is_neither_good_nor_bad()
    {
        Of(Good, Good, Good, Good, Good).ShouldBe(CheckState.Good);
        Of(Good, Good, Good, Good, Unknown).ShouldBe(CheckState.Good);
        Of(Good, Good, Unknown, Good, Good).ShouldBe(CheckState.Unknown);
        Of(Good, Unknown, Good, Good, Good).ShouldBe(CheckState.Unknown);
        Of(Good, Good, Unknown, Bad, Good).ShouldBe(CheckState.Bad);
        Of(Good, Good, Good, Good, Bad).ShouldBe(CheckState.Bad);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("""{"issuer":"i"}""")]
    [InlineData("""{"issuer":"i","jwks":{"keys":[]},"compromised_keys":[{"jwk":{"kid":"k"},"log":"l","from":"x"}]}""")]
    [InlineData("""{"issuer":"i","jwks":{"keys":[]},"compromised_keys":[{"log":"l","from":"1"}]}""")]
    public void keys_that_cannot_be_read_whole_are_none(string json) => IssuerKeys.Read(json).ShouldBeNull();

    [Fact]
    public void a_key_that_is_listed_as_compromised_is_no_good_one_too()
    {
        var keys = IssuerKeys.Read("""{"issuer":"i","jwks":{"keys":[{"kid":"k"}]},"compromised_keys":[{"jwk":{"kid":"k"},"log":"l","from":"7"}]}""");
        keys!.Keys.ShouldBeEmpty();
        keys.Compromised["k"].From.ShouldBe(7);
    }

    [Theory]
    [InlineData(LicenceStatus.InForce, 2, StatusList.Valid)]
    [InlineData(LicenceStatus.InForce, 1, StatusList.Invalid)]
    [InlineData(LicenceStatus.Suspended, 2, StatusList.Suspended)]
    [InlineData(LicenceStatus.Suspended, 1, StatusList.Invalid)]
    [InlineData(LicenceStatus.Revoked, 2, StatusList.Invalid)]
    [InlineData(LicenceStatus.Cancelled, 2, StatusList.Invalid)]
    public void a_status_follows_from_the_licence(LicenceStatus licence, int version, int status) =>
        CredentialStatus.Of(licence, current: 2, version).ShouldBe(status);

    [Fact]
    public void a_state_that_nobody_has_thought_of_is_invalid() =>
        CredentialStatus.Of((LicenceStatus)99, 1, 1).ShouldBe(StatusList.Invalid);

    private static CheckState Of(params CheckAnswer[] answers) => new CredentialCheck(answers[0], answers[1], answers[2], answers[3], answers[4], null).Overall;
}
