using System.Security.Cryptography;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Registry.Domain.Log;

namespace Registry.Domain.Anchoring;

/// <summary>What is wrong with a time stamp.</summary>
public enum TimeStampFault
{
    None,

    /// <summary>Not the DER of a response or token.</summary>
    Malformed,

    /// <summary>The authority declined (PKIStatus).</summary>
    Refused,

    /// <summary>It is of something else, or not by SHA-256.</summary>
    Imprint,

    /// <summary>No nonce, or another request's: an old answer given again.</summary>
    Nonce,

    /// <summary>The certificate may not stamp times: extended key usage not critical, not timeStamping, or not alone.</summary>
    Usage,

    /// <summary>The signature, or its binding to the certificate, does not hold.</summary>
    Signature,

    /// <summary>The certificate does not lead to a pinned root that was valid then.</summary>
    Chain,

    /// <summary>The time is not within the bracket in which the stamp was made.</summary>
    Bracket,
}

/// <param name="At">The time that was stamped, when there is no fault.</param>
/// <param name="Authority">Subject of the certificate that signed, when there is no fault.</param>
/// <param name="Token">The token alone, without the response around it, when there is no fault.</param>
/// <param name="Reason">The fault in words, for people.</param>
public sealed record TimeStampVerdict(
    TimeStampFault Fault, DateTimeOffset At, string Authority, ReadOnlyMemory<byte> Token, string Reason)
{
    public bool Ok => Fault is TimeStampFault.None;

    internal static TimeStampVerdict No(TimeStampFault fault, string reason) => new(fault, default, "", default, reason);
}

/// <summary>
/// Time stamps over checkpoints (RFC 3161): who holds one knows that the tree existed then, whatever becomes of our keys.
/// What is stamped is SHA-256 of the checkpoint's text, without signatures.
/// </summary>
/// <remarks>Pure: the nonce comes from outside, no certificate is fetched, revocation is not asked about.</remarks>
public static class TimeStamp
{
    /// <summary>A request for SHA-256 of the checkpoint's text, asking for the certificate (RFC 3161 2.4.1).</summary>
    /// <param name="nonce">Random bytes, at least 8; the answer must repeat them.</param>
    public static byte[] RequestFor(Checkpoint checkpoint, ReadOnlySpan<byte> nonce)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nonce.Length, 8);
        var generator = new TimeStampRequestGenerator();
        generator.SetCertReq(true);
        return generator.Generate(TspAlgorithms.Sha256, ImprintOf(checkpoint), NumberOf(nonce)).GetEncoded();
    }

    /// <summary>Checks an answer to <see cref="RequestFor"/> whole, before anything of it is kept.</summary>
    /// <param name="from">Before the request was sent, less what the clocks may differ.</param>
    /// <param name="until">After the answer had come, plus what the clocks may differ.</param>
    public static TimeStampVerdict CheckAnswer(
        ReadOnlySpan<byte> response, Checkpoint checkpoint, ReadOnlySpan<byte> nonce, TimeStampRoots roots,
        DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(roots);
        try
        {
            var answer = new TimeStampResponse(response.ToArray());
            if (answer.TimeStampToken is not { } token)
                return TimeStampVerdict.No(TimeStampFault.Refused, $"status {answer.Status} {answer.GetStatusString()}");
            if (answer.Status is not (0 or 1))
                return TimeStampVerdict.No(TimeStampFault.Refused, $"status {answer.Status}");
            return token.TimeStampInfo.Nonce is { } repeated && repeated.Equals(NumberOf(nonce))
                ? Check(token, checkpoint, roots, from, until)
                : TimeStampVerdict.No(TimeStampFault.Nonce, "the answer does not repeat the request's nonce");
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return TimeStampVerdict.No(TimeStampFault.Malformed, e.Message);
        }
    }

    /// <summary>Checks a token that was kept, years later too: its certificate has to have been valid when it was made.</summary>
    /// <param name="roots">Null to take the token's own word for who signed: all but that is checked.</param>
    public static TimeStampVerdict CheckToken(
        ReadOnlySpan<byte> token, Checkpoint checkpoint, TimeStampRoots? roots, DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        try
        {
            return Check(new TimeStampToken(new CmsSignedData(token.ToArray())), checkpoint, roots, from, until);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return TimeStampVerdict.No(TimeStampFault.Malformed, e.Message);
        }
    }

    private static TimeStampVerdict Check(
        TimeStampToken token, Checkpoint checkpoint, TimeStampRoots? roots, DateTimeOffset from, DateTimeOffset until)
    {
        var info = token.TimeStampInfo;
        if (info.MessageImprintAlgOid != TspAlgorithms.Sha256
            || !CryptographicOperations.FixedTimeEquals(info.GetMessageImprintDigest(), ImprintOf(checkpoint)))
            return TimeStampVerdict.No(TimeStampFault.Imprint, $"it is not of {checkpoint.Origin} at size {checkpoint.Size}");

        var certificates = token.GetCertificates();
        if (certificates.EnumerateMatches(token.SignerID).FirstOrDefault() is not { } certificate)
            return TimeStampVerdict.No(TimeStampFault.Chain, "the signer's certificate is not in it");
        // RFC 3161 2.3: "The corresponding certificate MUST contain only one instance of the extended key usage field
        // extension … with KeyPurposeID having value id-kp-timeStamping. This extension MUST be critical."
        try
        {
            TspUtil.ValidateCertificate(certificate);
        }
        catch (TspValidationException e)
        {
            return TimeStampVerdict.No(TimeStampFault.Usage, e.Message);
        }
        if (roots?.FaultOf(certificate, certificates, info.GenTime) is { } broken)
            return TimeStampVerdict.No(TimeStampFault.Chain, broken);
        try
        {
            token.Validate(certificate);
        }
        catch (Exception e) when (e is TspException or CmsException or GeneralSecurityException)
        {
            return TimeStampVerdict.No(TimeStampFault.Signature, e.Message);
        }
        var at = new DateTimeOffset(info.GenTime.ToUniversalTime(), TimeSpan.Zero);
        return at < from || at > until
            ? TimeStampVerdict.No(TimeStampFault.Bracket, $"it says {at:O}, not between {from:O} and {until:O}")
            : new(TimeStampFault.None, at, certificate.SubjectDN.ToString(), token.GetEncoded(), "");
    }

    private static byte[] ImprintOf(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(checkpoint.ToText()));
    }

    private static BigInteger NumberOf(ReadOnlySpan<byte> nonce) => new(1, nonce.ToArray());

    // Hostile bytes make the parsers throw almost anything; nothing of it may pass for a good stamp, or reach the caller.
    private static bool IsMalformed(Exception e) => e is not OutOfMemoryException;
}
