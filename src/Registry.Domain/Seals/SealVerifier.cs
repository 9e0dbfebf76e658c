using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>What became of a seal.</summary>
/// <param name="Fault">The first that was found; null when there is none.</param>
/// <param name="IsTest">A test seal, which has no legal effect, however sound.</param>
/// <param name="Read">What was read, sound or not; null when nothing could be.</param>
public sealed record SealVerdict(SealFault? Fault, bool IsTest, SealSignature? Read);

/// <summary>
/// Verification of a seal on data (GB/T 38540-2020 clause 7.3): the signature, who made it, whether the seal is theirs, whether
/// the seal is sound, whether it was set on this data. Whether the authority still stands by the document is the registry's to say.
/// </summary>
public static class SealVerifier
{
    /// <param name="signedValue">SES_Signature in DER.</param>
    /// <param name="data">What it has to be set on.</param>
    public static SealVerdict Verify(ReadOnlyMemory<byte> signedValue, ReadOnlySpan<byte> data, SealTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var (read, malformed) = SealSignature.Parse(signedValue);
        if (read is null)
            return new(malformed, IsTest: false, Read: null);
        var (signerFault, signerAnchor) = Signer(read, trust);
        var (makerFault, makerAnchor) = signerFault is null ? Maker(read, trust) : (null, null);
        var fault = signerFault ?? makerFault ?? Data(read, data);
        var isTest = TestSeals.IsMarked(read.Seal.Info.Name) || signerAnchor is { IsTest: true } || makerAnchor is { IsTest: true };
        return new(fault, isTest, read);
    }

    private static (SealFault?, SealAnchor?) Signer(SealSignature read, SealTrust trust)
    {
        if (read.Algorithm != SealOids.Sm2WithSm3 || read.Seal.Algorithm != SealOids.Sm2WithSm3)
            return (SealFault.Algorithm, null);
        if (SealCertificate.Parse(read.Certificate.Span) is not { } signer)
            return (SealFault.Malformed, null);
        if (!signer.Verifies(read.ToBeSigned.Span, read.Signature))
            return (SealFault.Signature, null);
        if (!signer.MaySign)
            return (SealFault.SignerChain, null);
        if (read.SetAt > trust.Now + trust.Leeway)
            return (SealFault.TimeAhead, null);
        var (anchor, known) = trust.Behind(signer, read.SetAt);
        if (anchor is null)
            return (known ? SealFault.SignerExpired : SealFault.SignerChain, null);
        if (trust.RevocationOf(signer, read.SetAt) is var (revoked, unknown) && (revoked || unknown))
            return (revoked ? SealFault.SignerRevoked : SealFault.RevocationUnknown, anchor);
        return (read.Seal.Info.Signers.Contain(read.Certificate.Span) ? null : SealFault.SignerNotListed, anchor);
    }

    private static (SealFault?, SealAnchor?) Maker(SealSignature read, SealTrust trust)
    {
        var seal = read.Seal;
        if (SealCertificate.Parse(seal.MakerCertificate.Span) is not { } maker)
            return (SealFault.Malformed, null);
        if (!maker.Verifies(seal.InfoDer.Span, seal.Signature))
            return (SealFault.MakerSignature, null);
        if (!maker.MaySign || trust.Behind(maker, seal.Info.MadeAt).Anchor is not { } anchor)
            return (SealFault.MakerChain, null);
        if (trust.RevocationOf(maker, seal.Info.MadeAt) is var (revoked, unknown) && (revoked || unknown))
            return (revoked ? SealFault.MakerRevoked : SealFault.RevocationUnknown, anchor);
        return (seal.Info.From <= read.SetAt && read.SetAt <= seal.Info.Until ? null : SealFault.SealExpired, anchor);
    }

    private static SealFault? Data(SealSignature read, ReadOnlySpan<byte> data)
    {
        if (!read.DataHash.Span.SequenceEqual(Sm3.Hash(data)))
            return SealFault.DataHash;
        // Fails closed: a stamp (GB/T 20520) is there to be judged, and no authority for them is known here.
        return read.TimeStamp is null ? null : SealFault.TimeStamp;
    }
}
