using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.X509;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Seals;

/// <summary>Lists of what an authority has called back, where the reader has them.</summary>
public sealed class Revoking_a_seal
{
    private static readonly byte[] Data = [1, 2, 3];
    private static readonly DateTimeOffset SetAt = Workshop.Now.AddDays(-10);

    [Fact]
    public void is_told_where_the_authority_s_list_says_so()
    {
        FaultWith(List(Signer)).ShouldBe(SealFault.SignerRevoked);
        FaultWith(List(Maker)).ShouldBe(SealFault.MakerRevoked);
        FaultWith(List()).ShouldBeNull();
        FaultWith().ShouldBeNull();
        SealFault.SignerRevoked.Code().ShouldBe("seal-signer-revoked");
    }

    [Theory]
    [InlineData(null, -1, SealFault.SignerRevoked)]
    [InlineData(CrlReason.KeyCompromise, 1, SealFault.SignerRevoked)]
    [InlineData(CrlReason.Unspecified, 1, SealFault.SignerRevoked)]
    [InlineData(CrlReason.Superseded, 1, null)]
    [InlineData(CrlReason.Superseded, -1, SealFault.SignerRevoked)]
    [InlineData(CrlReason.CessationOfOperation, 1, null)]
    public void leaves_what_was_sealed_before_only_where_the_key_was_never_in_other_hands(int? reason, int daysAfter, SealFault? fault) =>
        FaultWith(List(Signer, reason, SetAt.AddDays(daysAfter))).ShouldBe(fault);

    [Fact]
    public void cannot_be_told_by_a_list_that_is_over()
    {
        FaultWith(List(until: Workshop.Now.AddMinutes(-6))).ShouldBe(SealFault.RevocationUnknown);
        FaultWith(List(until: Workshop.Now.AddMinutes(-4))).ShouldBeNull();
        // What an old one says stays said; a newer one may know more.
        FaultWith(List(Signer, until: Workshop.Now.AddDays(-1))).ShouldBe(SealFault.SignerRevoked);
        FaultWith(List(), List(Signer, from: Workshop.Now.AddDays(-1))).ShouldBe(SealFault.SignerRevoked);
        FaultWith(List(from: Workshop.Now.AddDays(-1)), List(until: Workshop.Now.AddDays(-1))).ShouldBeNull();
    }

    [Fact]
    public void is_not_believed_of_anybody_else()
    {
        FaultWith(List(Signer, by: Workshop.Key(9))).ShouldBeNull();
        FaultWith(List(Signer, from: Workshop.Now.AddDays(1))).ShouldBeNull();
        SealRevocations.Parse([.. List(Signer), 0]).ShouldBeNull();
        SealRevocations.Parse("no list"u8).ShouldBeNull();
    }

    private static X509Certificate Signer => new(Workshop.Holder.Certificate.Der.ToArray());

    private static X509Certificate Maker => new(Workshop.Holder.Seal.MakerCertificate.ToArray());

    private static SealFault? FaultWith(params byte[][] lists)
    {
        var signed = SealSignature.Set(Workshop.Holder, SetAt, Sm3.Hash(Data), "/Doc_0/Signs/Sign_0/Signature.xml");
        return SealVerifier.Verify(signed, Data, Workshop.Trust with { Revocations = [.. lists.Select(one => SealRevocations.Parse(one)!)] }).Fault;
    }

    private static byte[] List(
        X509Certificate? revoked = null, int? reason = null, DateTimeOffset? on = null, DateTimeOffset? from = null, DateTimeOffset? until = null,
        Sm2Signer? by = null)
    {
        var generator = new X509V2CrlGenerator();
        generator.SetIssuerDN(new X509Certificate(Workshop.Seals.Anchor.Certificate.Der.ToArray()).SubjectDN);
        generator.SetThisUpdate((from ?? Workshop.Now.AddDays(-2)).UtcDateTime);
        generator.SetNextUpdate((until ?? Workshop.Now.AddDays(1)).UtcDateTime);
        if (revoked is not null && reason is { } why)
            generator.AddCrlEntry(revoked.SerialNumber, (on ?? Workshop.Now.AddDays(-3)).UtcDateTime, why);
        else if (revoked is not null)
            generator.AddCrlEntry(revoked.SerialNumber, (on ?? Workshop.Now.AddDays(-3)).UtcDateTime, new X509ExtensionsGenerator().Generate());
        return generator.Generate(new Signing(by ?? Workshop.Key(1))).GetEncoded();
    }

    private sealed class Signing(Sm2Signer key) : ISignatureFactory
    {
        public object AlgorithmDetails => new AlgorithmIdentifier(new DerObjectIdentifier("1.2.156.10197.1.501"));

        public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculator(key);
    }

    private sealed class Calculator(Sm2Signer key) : IStreamCalculator<IBlockResult>
    {
        public Stream Stream { get; } = new MemoryStream();

        // DER, as certificates and lists carry it.
        public IBlockResult GetResult()
        {
            var raw = key.Sign(((MemoryStream)Stream).ToArray());
            return new SimpleBlockResult(new DerSequence(
                new DerInteger(new Org.BouncyCastle.Math.BigInteger(1, raw[..32])), new DerInteger(new Org.BouncyCastle.Math.BigInteger(1, raw[32..]))).GetEncoded());
        }
    }
}
