using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Export;
using Registry.Domain.Issuers;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials.Checking;

/// <summary>What a reader knows and trusts. Whatever is missing makes an answer "unknown", never "good".</summary>
/// <param name="Roots">Licence authorities' roots, pinned; empty for none.</param>
/// <param name="Keys">The issuer's published keys; null where they are not at hand. Only they tell of a compromise.</param>
/// <param name="StatusList">The signed list; null where it is not at hand.</param>
/// <param name="LogKey">The log's key, pinned; null where it is not known.</param>
/// <param name="Minting">Needed where the issuer's key was compromised.</param>
/// <param name="Leeway">Between clocks.</param>
public sealed record CheckTrust(
    IReadOnlyCollection<X509Certificate2> Roots, IssuerKeys? Keys, string? StatusList, NoteVerifierKey? LogKey, MintingEvidence? Minting,
    DateTimeOffset Now, TimeSpan Leeway)
{
    /// <summary>What the holder must prove; null where nobody shows it in person.</summary>
    public KeyBindingDemands? KeyBinding { get; init; }

    /// <summary>The log's key that <see cref="Minting"/> is under, where it is not <see cref="LogKey"/>: the log's key can change between the two.</summary>
    public NoteVerifierKey? MintingKey { get; init; }
}

/// <summary>Judges a licence's credential with what the reader has at hand, each question by itself. No network, no clock.</summary>
public static class CredentialChecker
{
    public static CredentialCheck Check(string credential, CheckTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var check = CheckCredential(credential, trust);
        return trust.KeyBinding is { } demands ? check with { Holder = OfHolder(credential, check.Claims, demands, trust) } : check;
    }

    private static CredentialCheck CheckCredential(string credential, CheckTrust trust)
    {
        var unchecked_ = CheckAnswer.Unknown(CheckCodes.NotChecked);
        if (SdJwt.Parse(credential).Parts is not { } parts)
            return new(CheckAnswer.Bad(CheckCodes.Malformed), unchecked_, unchecked_, unchecked_, unchecked_, null);
        var issuer = Jws.Text(parts.Issued.Payload, "iss");
        using var key = KeyOf(parts.Issued, issuer, trust, out var compromised);
        if (key is null)
            return new(unchecked_, CheckAnswer.Unknown(CheckCodes.UnknownIssuer), unchecked_, unchecked_, unchecked_, null);

        var (claims, fault) = SdJwtVc.Verify(credential, _ => key, WithinLife(parts.Issued.Payload, trust.Now), TimeSpan.Zero, keyBinding: null);
        if (claims is null)
            return new(
                CheckAnswer.Bad(fault is SdJwtFault.Signature ? CheckCodes.BadSignature : CheckCodes.Malformed), unchecked_, unchecked_,
                unchecked_, unchecked_, null);
        return new(
            CheckAnswer.Good(CheckCodes.IntegrityOk), OfIssuer(credential, compromised, trust), OfStatus(claims, issuer, trust),
            OfValidity(claims, trust), OfLog(claims, trust), claims);
    }

    /// <summary>By the issuer's own keys, or by a chain to a pinned root. Which key it is stands in the header; whose it is does not.</summary>
    private static IVerificationKey? KeyOf(Jws jws, string? issuer, CheckTrust trust, out CompromisedKey? compromised)
    {
        compromised = null;
        if (trust.Keys is { } known && known.Issuer == issuer && jws.KeyId is { } kid)
        {
            if (known.Compromised.TryGetValue(kid, out compromised))
                return Jwk.Import(compromised.Jwk);
            if (known.Keys.TryGetValue(kid, out var jwk))
                return Jwk.Import(jwk);
        }
        // A key that is newer than the reader's copy of the issuer's. One that is compromised is found by itself, whatever kid is claimed.
        var key = trust.Roots.Count > 0 && issuer is not null ? SignerChain.KeyOf(jws, trust.Roots, issuer, trust.Now) : null;
        if (key is not null && trust.Keys is { } published && published.Issuer == issuer && ThumbprintOf(jws) is { } used)
            compromised = published.Compromised.Values.FirstOrDefault(one => Jwk.PublicPart(one.Jwk) is { } part && Jwk.Thumbprint(part) == used);
        return key;
    }

    private static string? ThumbprintOf(Jws jws)
    {
        using var leaf = X509CertificateLoader.LoadCertificate(Convert.FromBase64String((string)jws.Header["x5c"]![0]!));
        return Jwk.PublicPart(Jwk.Export(leaf.PublicKey.ExportSubjectPublicKeyInfo())) is { } part ? Jwk.Thumbprint(part) : null;
    }

    private static CheckAnswer OfIssuer(string credential, CompromisedKey? compromised, CheckTrust trust)
    {
        if (compromised is null)
            return CheckAnswer.Good(CheckCodes.IssuerOk);
        return trust.Minting is { } minting && (trust.MintingKey ?? trust.LogKey) is { } log && minting.ShowsBefore(credential, compromised.Log, compromised.From, log)
            ? CheckAnswer.Good(CheckCodes.BeforeCompromise)
            : CheckAnswer.Bad(CheckCodes.KeyCompromised);
    }

    // By the reader's own clock: a credential that has ended is read as of another time, a proof never.
    private static CheckAnswer OfHolder(string credential, JsonObject? claims, KeyBindingDemands demands, CheckTrust trust)
    {
        // Whose key it would be, only a credential with integrity says.
        if (claims is null)
            return CheckAnswer.Unknown(CheckCodes.NotChecked);
        return KeyBinding.Check(SdJwt.Parse(credential).Parts!, claims, demands, trust.Now, trust.Leeway) switch
        {
            null => CheckAnswer.Good(CheckCodes.HolderOk),
            SdJwtFault.KeyBindingMissing => CheckAnswer.Bad(CheckCodes.HolderUnproven),
            SdJwtFault.KeyBindingAudience => CheckAnswer.Bad(CheckCodes.HolderAudience),
            SdJwtFault.KeyBindingNonce => CheckAnswer.Bad(CheckCodes.HolderNonce),
            SdJwtFault.KeyBindingTime => CheckAnswer.Bad(CheckCodes.HolderTime),
            _ => CheckAnswer.Bad(CheckCodes.HolderProofWrong),
        };
    }

    private static CheckAnswer OfStatus(JsonObject claims, string? issuer, CheckTrust trust)
    {
        if (claims["status"] is not JsonObject status || status["status_list"] is not JsonObject place
            || Jws.Text(place, "uri") is not { } uri || !Uri.TryCreate(uri, UriKind.Absolute, out var list)
            || place["idx"] is not JsonValue number || !number.TryGetValue<long>(out var index) || trust.StatusList is null)
            return CheckAnswer.Unknown(CheckCodes.StatusUnavailable);
        IVerificationKey? key = null;
        try
        {
            var (token, fault) = StatusListToken.Verify(
                trust.StatusList.Trim(), list, jws => key = KeyOf(jws, issuer, trust, out var ended) is { } found && ended is null ? found : null,
                trust.Now, trust.Leeway);
            if (token is null)
                return CheckAnswer.Unknown(fault switch
                {
                    StatusFault.Time => CheckCodes.StatusExpired,
                    StatusFault.Subject => CheckCodes.StatusUnavailable,
                    _ => CheckCodes.StatusUntrusted,
                });
            // One without an end would be good for ever.
            if (token.ExpiresAt is null)
                return CheckAnswer.Unknown(CheckCodes.StatusExpired, token.IssuedAt);
            return token.StatusAt(index).Status switch
            {
                StatusList.Valid => CheckAnswer.Good(CheckCodes.StatusValid, token.IssuedAt),
                StatusList.Suspended => CheckAnswer.Bad(CheckCodes.Suspended, token.IssuedAt),
                null => CheckAnswer.Unknown(CheckCodes.StatusUntrusted, token.IssuedAt),
                _ => CheckAnswer.Bad(CheckCodes.Revoked, token.IssuedAt),
            };
        }
        finally
        {
            key?.Dispose();
        }
    }

    private static CheckAnswer OfValidity(JsonObject claims, CheckTrust trust)
    {
        if (Jws.Seconds(claims, "exp") is { } end && (trust.Now - trust.Leeway).ToUnixTimeSeconds() >= end)
            return CheckAnswer.Bad(CheckCodes.Expired, DateTimeOffset.FromUnixTimeSeconds(end));
        if (Jws.Seconds(claims, "nbf") is { } start && (trust.Now + trust.Leeway).ToUnixTimeSeconds() < start)
            return CheckAnswer.Bad(CheckCodes.NotYetValid, DateTimeOffset.FromUnixTimeSeconds(start));
        return CheckAnswer.Good(
            CheckCodes.ValidityOk, Jws.Seconds(claims, "exp") is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : null);
    }

    private static CheckAnswer OfLog(JsonObject claims, CheckTrust trust)
    {
        if (Jws.Text(claims, LicenceCredential.ReceiptClaim) is not { } receipt)
            return CheckAnswer.Unknown(CheckCodes.LogReceiptMissing);
        if (trust.LogKey is not { } key)
            return CheckAnswer.Unknown(CheckCodes.LogKeyMissing);
        var verdict = ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(receipt), entry: null, key, out var proven);
        return verdict.Outcome is ExportOutcome.Ok && proven is not null
            && Jws.Text(claims, LicenceCredential.LicenceClaim) == proven.Entry.Stream.ToString("D")
            && proven.Entry.Type.StartsWith("licence_", StringComparison.Ordinal)
            ? CheckAnswer.Good(CheckCodes.Logged, proven.Entry.Time)
            : verdict.Outcome is ExportOutcome.UntrustedKey ? CheckAnswer.Unknown(CheckCodes.LogKeyMissing) : CheckAnswer.Bad(CheckCodes.LogReceiptWrong);
    }

    // Whether it has ended is a question by itself: what is in it is read as of a time when it had not.
    private static DateTimeOffset WithinLife(JsonObject payload, DateTimeOffset now) =>
        Jws.Seconds(payload, "exp") is { } end and > 0 && now.ToUnixTimeSeconds() >= end ? DateTimeOffset.FromUnixTimeSeconds(end - 1)
        : Jws.Seconds(payload, "nbf") is { } start && now.ToUnixTimeSeconds() < start ? DateTimeOffset.FromUnixTimeSeconds(start)
        : now;
}
