using System.Formats.Asn1;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Seals;

public sealed class Verifying_a_hostile_seal
{
    private static readonly byte[] Text = "<Signature/>"u8.ToArray();

    [Fact]
    public void every_octet_counts()
    {
        var good = Set(Workshop.Holder);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= 1;
            SealVerifier.Verify(bad, Text, Workshop.Trust).Fault.ShouldNotBeNull($"octet {i}");
        }
    }

    [Fact]
    public void nothing_may_follow_and_nothing_be_missing()
    {
        var good = Set(Workshop.Holder);
        FaultOf([.. good, 0]).ShouldBe(SealFault.Malformed);
        for (var length = 0; length < good.Length; length += 11)
            FaultOf(good[..length]).ShouldBe(SealFault.Malformed);
    }

    [Fact]
    public void other_data_is_refused() =>
        SealVerifier.Verify(Set(Workshop.Holder), "<signature/>"u8, Workshop.Trust).Fault.ShouldBe(SealFault.DataHash);

    [Fact]
    public void a_seal_that_does_not_name_the_signer_is_another_s_seal()
    {
        var other = Workshop.Seals.Make("别的局", "340100-0002", Workshop.Key(4), Workshop.Picture);
        FaultOf(Set(Workshop.Holder with { Seal = other.Seal })).ShouldBe(SealFault.SignerNotListed);
    }

    [Fact]
    public void a_key_that_is_not_the_certificate_s_signs_nothing() =>
        FaultOf(Set(Workshop.Holder with { Key = Workshop.Key(4) })).ShouldBe(SealFault.Signature);

    [Fact]
    public void an_authority_that_nobody_trusts_stands_behind_nothing()
    {
        var strangers = new TestSeals(Workshop.Key(9), Workshop.MakerKey, Workshop.Made);
        FaultOf(Set(strangers.Make("局", "1", Workshop.Key(3), Workshop.Picture))).ShouldBe(SealFault.SignerChain);
    }

    [Fact]
    public void an_authority_s_own_certificate_sets_no_seal()
    {
        var authority = new SealHolder(Workshop.Holder.Seal, Workshop.Seals.Anchor.Certificate, Workshop.Key(1));
        FaultOf(Set(authority)).ShouldBe(SealFault.SignerChain);
    }

    [Fact]
    public void a_certificate_that_had_run_out_when_the_seal_was_set_is_told_from_an_unknown_one()
    {
        var old = Workshop.Seals.Make("局", "1", Workshop.Key(3), Workshop.Picture, until: Workshop.Now.AddDays(-1));
        FaultOf(Set(old)).ShouldBe(SealFault.SignerExpired);
        FaultOf(Set(old, Workshop.Now.AddDays(-2))).ShouldBeNull();
        FaultOf(Set(Workshop.Holder, Workshop.Made.AddSeconds(-1))).ShouldBe(SealFault.SignerExpired);
    }

    [Fact]
    public void a_seal_that_had_run_out_is_refused_though_the_certificate_holds() =>
        FaultOf(Set(Remade(Workshop.Holder.Seal.Info with { Until = Workshop.Now.AddSeconds(-1) }))).ShouldBe(SealFault.SealExpired);

    [Fact]
    public void a_seal_is_not_set_in_the_future() =>
        FaultOf(Set(Workshop.Holder, Workshop.Now.AddMinutes(6))).ShouldBe(SealFault.TimeAhead);

    [Fact]
    public void a_seal_whose_maker_did_not_sign_it_is_forged() =>
        FaultOf(Set(Remade(Workshop.Holder.Seal.Info, makerKey: 4))).ShouldBe(SealFault.MakerSignature);

    [Fact]
    public void a_maker_whom_nobody_knows_makes_no_seals()
    {
        var strangers = new TestSeals(Workshop.Key(9), Workshop.MakerKey, Workshop.Made);
        var theirs = strangers.Make("局", "1", Workshop.Key(3), Workshop.Picture).Seal.MakerCertificate;
        FaultOf(Set(Remade(Workshop.Holder.Seal.Info, certificate: theirs))).ShouldBe(SealFault.MakerChain);
    }

    [Theory]
    [InlineData(1, SealFault.VersionOne)]
    [InlineData(5, SealFault.VersionFive)]
    [InlineData(3, SealFault.VersionUnknown)]
    public void other_versions_are_named_by_the_seal_s_header(int version, SealFault fault)
    {
        var bytes = Set(Workshop.Holder);
        // SEQUENCE { "ES", 4, … }: the header's version is the octet after 16 02 'E' 'S' 02 01.
        bytes[bytes.AsSpan().IndexOf("\u0016\u0002ES\u0002\u0001"u8) + 6] = (byte)version;
        FaultOf(bytes).ShouldBe(fault);
    }

    /// <summary>GM/T 0031-2014: SES_Signature ::= SEQUENCE { toSign TBS_Sign, signature BIT STRING }.</summary>
    [Fact]
    public void version_one_is_named_by_its_shape()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteInteger(1);
            writer.WriteBitString(new byte[70]);
        }
        FaultOf(writer.Encode()).ShouldBe(SealFault.VersionOne);
    }

    [Fact]
    public void a_time_stamp_that_cannot_be_judged_is_not_passed_over()
    {
        var read = SealSignature.Parse(Set(Workshop.Holder)).Read!;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(read.ToBeSigned.Span);
            writer.WriteOctetString(read.Certificate.Span);
            writer.WriteObjectIdentifier(SealOids.Sm2WithSm3);
            writer.WriteBitString(read.Signature.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
                writer.WriteBitString("stamp"u8);
        }
        FaultOf(writer.Encode()).ShouldBe(SealFault.TimeStamp);
    }

    private static byte[] Set(SealHolder holder, DateTimeOffset? at = null) =>
        SealSignature.Set(holder, at ?? Workshop.Now, Sm3.Hash(Text), "/a");

    private static SealFault? FaultOf(byte[] signedValue) => SealVerifier.Verify(signedValue, Text, Workshop.Trust).Fault;

    private static SealHolder Remade(SealInfo info, byte makerKey = 2, ReadOnlyMemory<byte>? certificate = null) => Workshop.Holder with
    {
        Seal = ElectronicSeal.Make(
            info, SealCertificate.Parse((certificate ?? Workshop.Holder.Seal.MakerCertificate).Span)!,
            signed => Workshop.Key(makerKey).Sign(signed.Span)),
    };
}
