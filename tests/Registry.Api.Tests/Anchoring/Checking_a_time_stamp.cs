using System.Text;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;

namespace Registry.Api.Tests.Anchoring;

/// <summary>RFC 3161 against openssl's authority: each way of being wrong has its own name (operations reference 1.2, row 18).</summary>
public sealed class Checking_a_time_stamp : IDisposable
{
    private static readonly Checkpoint Signed = new("log.example/2026", 1, MerkleTree.LeafHash([1]));
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    private readonly OpenSslAuthority authority = new("Some authority");
    private readonly TimeStampRoots roots;
    private readonly DateTimeOffset from = TimeProvider.System.GetUtcNow().AddMinutes(-1);
    private readonly DateTimeOffset until = TimeProvider.System.GetUtcNow().AddMinutes(10);

    public Checking_a_time_stamp() => roots = TimeStampRoots.FromPem(authority.RootPem, out _)!;

    public void Dispose() => authority.Dispose();

    [Fact]
    public void a_good_one_tells_time_and_authority_and_its_token_verifies_alone()
    {
        var verdict = Check(Answer());
        verdict.Reason.ShouldBe("");
        verdict.Ok.ShouldBeTrue();
        verdict.Authority.ShouldContain("Some authority");
        verdict.At.ShouldBeInRange(from, until);
        CheckToken(verdict.Token.Span).At.ShouldBe(verdict.At);
    }

    [Fact]
    public void one_of_another_checkpoint_is_told()
    {
        var other = new Checkpoint(Signed.Origin, 1, MerkleTree.LeafHash([2]));
        TimeStamp.CheckAnswer(Answer(), other, Nonce, roots, from, until).Fault.ShouldBe(TimeStampFault.Imprint);
    }

    [Fact]
    public void one_without_a_nonce_is_told() =>
        Check(authority.Answer(authority.RequestWithoutNonce(Encoding.UTF8.GetBytes(Signed.ToText())))).Fault.ShouldBe(TimeStampFault.Nonce);

    [Fact]
    public void one_that_was_given_before_is_told()
    {
        byte[] another = [.. Nonce.Reverse()];
        TimeStamp.CheckAnswer(Answer(), Signed, another, roots, from, until).Fault.ShouldBe(TimeStampFault.Nonce);
    }

    [Fact]
    public void one_of_an_authority_under_another_root_is_told()
    {
        using var fake = new OpenSslAuthority("Some authority");
        Check(fake.Answer(TimeStamp.RequestFor(Signed, Nonce))).Fault.ShouldBe(TimeStampFault.Chain);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("extendedKeyUsage=timeStamping")]
    [InlineData("extendedKeyUsage=critical,serverAuth")]
    [InlineData("extendedKeyUsage=critical,timeStamping,codeSigning")]
    public void one_whose_certificate_may_not_stamp_times_is_told(string? extension)
    {
        var other = authority.AnotherCertificate(extension);
        CheckToken(OpenSslAuthority.Exchange(Check(Answer()).Token, other)).Fault.ShouldBe(TimeStampFault.Usage);
    }

    [Fact]
    public void one_with_another_certificate_of_the_same_key_is_told()
    {
        // Everything about it is right but that the signer did not sign under it (RFC 5816, ESSCertIDv2).
        var other = authority.AnotherCertificate("extendedKeyUsage=critical,timeStamping\nnsComment=other");
        CheckToken(OpenSslAuthority.Exchange(Check(Answer()).Token, other)).Fault.ShouldBe(TimeStampFault.Signature);
    }

    [Fact]
    public void one_from_before_or_after_its_bracket_is_told()
    {
        var answer = Answer();
        TimeStamp.CheckAnswer(answer, Signed, Nonce, roots, until, until.AddHours(1)).Fault.ShouldBe(TimeStampFault.Bracket);
        TimeStamp.CheckAnswer(answer, Signed, Nonce, roots, from.AddHours(-1), from).Fault.ShouldBe(TimeStampFault.Bracket);
    }

    [Fact]
    public void no_changed_byte_passes()
    {
        var answer = Answer();
        var good = Check(answer);
        for (var i = 0; i < answer.Length; i++)
        {
            answer[i] ^= 0x41;
            var verdict = Check(answer);
            // BER leaves some bytes without meaning, such as the names in a certificate bag; time and token must be the signed ones.
            if (verdict.Ok)
                (verdict.At, i).ShouldBe((good.At, i));
            answer[i] ^= 0x41;
        }
        answer[^1] ^= 1;
        Check(answer).Fault.ShouldBe(TimeStampFault.Signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("3003020102")]
    [InlineData("30053003020102")]
    public void what_is_no_answer_is_told(string hex)
    {
        var fault = Check(Convert.FromHexString(hex)).Fault;
        fault.ShouldBeOneOf(TimeStampFault.Malformed, TimeStampFault.Refused);
        CheckToken(Convert.FromHexString(hex)).Fault.ShouldBe(TimeStampFault.Malformed);
    }

    [Fact]
    public void roots_are_certificates_and_nothing_else()
    {
        TimeStampRoots.FromPem("", out var reason).ShouldBeNull();
        reason.ShouldBe("it holds no certificate");
        TimeStampRoots.FromPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", out reason).ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    private byte[] Answer() => authority.Answer(TimeStamp.RequestFor(Signed, Nonce));

    private TimeStampVerdict Check(byte[] answer) => TimeStamp.CheckAnswer(answer, Signed, Nonce, roots, from, until);

    private TimeStampVerdict CheckToken(ReadOnlySpan<byte> token) => TimeStamp.CheckToken(token, Signed, roots, from, until);
}
