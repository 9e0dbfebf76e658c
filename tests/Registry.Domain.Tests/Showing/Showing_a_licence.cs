using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Showing;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Showing;

public sealed class Showing_a_licence
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);
    private static readonly LicenceId Licence = LicenceId.Of(new Guid("00000000-0000-4000-8000-000000000001"));
    private static readonly byte[] Secret = Enumerable.Repeat((byte)7, 32).ToArray();
    private static readonly LicenceIdentifier Identifier = LicenceIdentifier.Mint(Some.Type, Some.Agency, "20260000000000000001", 1);
    private static readonly Es256Signer Agency = NewSigner();
    private static readonly ShownStatement Statement = new(Identifier, "valid", null, Now);

    [Fact]
    public void a_code_holds_for_a_minute_and_not_a_moment_longer()
    {
        var code = ShowCode.Make(Secret, Licence, Now, new byte[ShowCode.NonceLength]);
        ShowCode.Read(Secret, code, Now).ShouldBe((Licence, true));
        ShowCode.Read(Secret, code, Now.AddMilliseconds(59_999)).ShouldBe((Licence, true));
        ShowCode.Read(Secret, code, Now.AddSeconds(60)).ShouldBe((Licence, false));
    }

    [Fact]
    public void a_code_is_opaque_and_nobody_makes_one_without_the_secret()
    {
        var code = ShowCode.Make(Secret, Licence, Now, new byte[ShowCode.NonceLength]);
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(code);
        bytes.AsSpan().IndexOf(Licence.Value.ToByteArray()).ShouldBe(-1);
        for (var i = 0; i < bytes.Length; i++)
        {
            var forged = bytes.ToArray();
            forged[i] ^= 1;
            ShowCode.Read(Secret, System.Buffers.Text.Base64Url.EncodeToString(forged), Now).ShouldBeNull();
        }
        ShowCode.Read(Enumerable.Repeat((byte)8, 32).ToArray(), code, Now).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("***")]
    public void what_is_no_code_is_none(string text) => ShowCode.Read(Secret, text, Now).ShouldBeNull();

    [Fact]
    public void a_statement_says_state_and_time_and_the_name_only_where_it_was_given()
    {
        Verify(Statement.Sign(Agency)).ShouldBe((Statement, null));
        Verify((Statement with { Holder = "王芳" }).Sign(Agency)).ShouldBe((Statement with { Holder = "王芳" }, null));
        Statement.Sign(Agency).ShouldNotContain("bm0");
    }

    [Fact]
    public void a_statement_has_at_most_600_octets_and_would_rather_lose_the_name()
    {
        var longest = Statement with { Licence = LicenceIdentifier.Mint(Some.Type, Some.Agency, new string('A', 64), 999), Holder = "王芳" };
        Encoding.UTF8.GetByteCount(longest.Sign(Agency)).ShouldBeLessThanOrEqualTo(ShownStatement.Longest);
        var company = Statement with { Holder = new string('示', 120) };
        Encoding.UTF8.GetByteCount(company.Sign(Agency)).ShouldBeLessThanOrEqualTo(ShownStatement.Longest);
        Verify(company.Sign(Agency)).Said!.Holder.ShouldBeNull();
    }

    [Fact]
    public void another_key_s_statement_is_nobody_s()
    {
        Verify(Statement.Sign(NewSigner())).Fault.ShouldBe(ShownFault.UnknownKey);
        var forged = Statement.Sign(Agency);
        Verify(forged[..^4] + "AAAA").Fault.ShouldBe(ShownFault.Signature);
    }

    [Fact]
    public void what_the_agency_signed_for_another_purpose_is_no_statement() =>
        Verify(Jws.Sign(
            new() { ["typ"] = "dc+sd-jwt", ["kid"] = Agency.KeyId },
            new JsonObject { ["lic"] = Identifier.ToString(), ["st"] = "valid", ["iat"] = Now.ToUnixTimeSeconds() }, Agency))
            .Fault.ShouldBe(ShownFault.Malformed);

    [Fact]
    public void a_statement_ages_and_is_not_of_tomorrow()
    {
        Verify((Statement with { At = Now.AddHours(-24) }).Sign(Agency)).Fault.ShouldBeNull();
        Verify((Statement with { At = Now.AddHours(-25) }).Sign(Agency)).Fault.ShouldBe(ShownFault.Stale);
        Verify((Statement with { At = Now.AddMinutes(6) }).Sign(Agency)).Fault.ShouldBe(ShownFault.TimeAhead);
    }

    private static (ShownStatement? Said, ShownFault? Fault) Verify(string text) => ShownStatement.Verify(
        text, kid => kid == Agency.KeyId ? Es256.Scheme.ImportPublicKey(Agency.PublicKeySpki) : null, Now, TimeSpan.FromHours(24),
        TimeSpan.FromMinutes(5));

    private static Es256Signer NewSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }
}
