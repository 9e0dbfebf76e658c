using System.Security.Cryptography;
using Registry.Api.Documents;
using Registry.Api.Hosting.Postgres;
using Registry.Domain.Identifiers;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Api.Tests.Documents;

/// <summary>Seals as their makers gave them, in a directory that the operator configures. The start tries each as its readers will judge it.</summary>
public sealed class Sealing_in_production : IDisposable
{
    private const string Commerce = "11340100MB1AC012X9";
    private const string Health = "11340100MB1AC0103N";

    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory().FullName;
    private readonly string keyDirectory = Directory.CreateTempSubdirectory().FullName;
    private readonly FileKeyStore keys;
    private readonly ISigner authority;

    public Sealing_in_production()
    {
        keys = new(keyDirectory, "a passphrase");
        authority = keys.Create("authority", Sm2.Name);
        Write(Commerce, $"{Commerce}-1");
        File.WriteAllText(PathOf("authorities.pem"), PemOf(Tests(authority).Anchor.Certificate));
    }

    [Fact]
    public void is_not_begun_with_a_test_seal_that_nobody_asked_for() =>
        ShouldNotOpen(StartupCodes.SealIsTest, "Registry__Seals__AllowTest", allowTest: false);

    [Fact]
    public void takes_a_sound_seal_of_the_agency_and_of_no_other()
    {
        var seals = Open(allowTest: true)!;
        seals.Of(Uscc.Parse(Commerce))!.Seal.Info.Id.ShouldBe($"{Commerce}-1");
        seals.Of(Uscc.Parse(Health)).ShouldBeNull();
        seals.Trust.Anchors.ShouldHaveSingleItem().IsTest.ShouldBeTrue();
        SealDirectory.Open(new(), keys, TimeProvider.System).ShouldBeNull();
    }

    [Fact]
    public void is_not_begun_with_another_s_key() =>
        ShouldNotOpen("seal-signature", () => CopyKey(Commerce, keys.Create("another", Sm2.Name), "another"));

    [Fact]
    public void is_not_begun_with_a_key_that_cannot_be_opened() =>
        ShouldNotOpen("cannot be opened", () => File.WriteAllText(PathOf($"{Commerce}.key.pem"), "no key"));

    [Fact]
    public void is_not_begun_with_a_key_of_another_kind() =>
        ShouldNotOpen("no SM2 key", () => CopyKey(Commerce, keys.Create("es256", Es256.Name), "es256"));

    [Fact]
    public void is_not_begun_with_a_seal_that_no_authority_there_stands_behind() => ShouldNotOpen("seal-signer-chain", () =>
        File.WriteAllText(PathOf("authorities.pem"), PemOf(Tests(keys.Create("other-authority", Sm2.Name)).Anchor.Certificate)));

    [Fact]
    public void is_not_begun_with_another_agency_s_seal() => ShouldNotOpen("is not of", () => Write(Health, $"{Commerce}-2"));

    [Fact]
    public void is_not_begun_with_what_is_no_seal() =>
        ShouldNotOpen("no seal of version 4", () => File.WriteAllText(PathOf($"{Commerce}.seal"), "no seal"));

    [Fact]
    public void is_not_begun_with_a_list_of_revoked_certificates_that_is_none() =>
        ShouldNotOpen("not one list", () => File.WriteAllText(PathOf("authority.crl"), "no list"));

    [Fact]
    public void is_not_begun_without_the_authorities() => ShouldNotOpen("authorities.pem", () => File.Delete(PathOf("authorities.pem")));

    public void Dispose()
    {
        Directory.Delete(directory, recursive: true);
        Directory.Delete(keyDirectory, recursive: true);
    }

    private SealDirectory? Open(bool allowTest) =>
        SealDirectory.Open(new() { Directory = directory, AllowTest = allowTest }, keys, TimeProvider.System);

    private void ShouldNotOpen(string why, Action change)
    {
        change();
        ShouldNotOpen(StartupCodes.SealUnusable, why, allowTest: true);
    }

    private void ShouldNotOpen(string code, string why, bool allowTest)
    {
        var failure = Should.Throw<StartupFailure>(() => Open(allowTest));
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(why);
    }

    private TestSeals Tests(ISigner by) => new(by, authority, Made);

    private void Write(string agency, string id)
    {
        var key = keys.Create($"seal-{agency}", Sm2.Name);
        var holder = Tests(authority).Make("示范局", id, key, SealImage.Of("示范局"));
        File.WriteAllBytes(PathOf($"{agency}.seal"), holder.Seal.Der.ToArray());
        File.WriteAllText(PathOf($"{agency}.pem"), PemOf(holder.Certificate));
        CopyKey(agency, key, $"seal-{agency}");
    }

    private void CopyKey(string agency, ISigner key, string name) =>
        File.Copy(Path.Combine(keyDirectory, $"{name}.{key.KeyId}.pem"), PathOf($"{agency}.key.pem"), overwrite: true);

    private string PathOf(string name) => Path.Combine(directory, name);

    private static string PemOf(SealCertificate certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.Der.Span);
}
