using System.Text.Json.Nodes;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Log;
using Registry.Projections.Credentials;
using Registry.Projections.Issuers;
using Registry.Projections.Log;

namespace Registry.Api.Credentials;

/// <summary>
/// What anybody could judge a credential of ours with, because it is published: its issuer's keys, the signed status list that it
/// names, the log's key. Where the issuer's key was compromised, when it was made besides: our own log shows it, no holder has to keep the
/// proof. Of an issuer that is not ours there is nothing.
/// </summary>
internal sealed class PublishedTrust(
    RegistrySettings settings, IssuerSigners issuers, StatusTokens lists, TenantLogs logs, MintingEvidences evidences, PublicAddress address)
{
    /// <param name="credential">Whatever it is.</param>
    /// <param name="leeway">Between clocks.</param>
    public async Task<CheckTrust> OnAsync(string credential, DateTimeOffset now, TimeSpan leeway, CancellationToken token)
    {
        var parts = SdJwt.Parse(credential).Parts;
        var issued = parts?.Issued.Payload;
        var agency = IssuerOf(issued);
        var keys = await KeysAsync(agency, token);
        var minting = parts?.Issued.KeyId is { } kid && keys?.Compromised.ContainsKey(kid) == true && PlaceIn(agency!.Value, issued) is var (list, index)
            ? await evidences.AtAsync(settings.Authority, agency.Value, list, index, token)
            : null;
        return new([], keys, await ListAsync(agency, issued, token), LogKeyOf(ReceiptIn(parts)), minting, now, leeway)
        {
            MintingKey = LogKeyOf(minting?.Receipt),
        };
    }

    /// <summary>The agency that <c>iss</c> is the address of here; null for any other.</summary>
    public Uscc? IssuerOf(JsonObject? claims) =>
        TextOf(claims?["iss"]) is { } iss && Uscc.TryParse(iss[(iss.LastIndexOf('/') + 1)..], null, out var agency) && address.Issuer(agency) == iss
            ? agency
            : null;

    /// <summary>The place in one of the agency's status lists; null for any other.</summary>
    public (int List, int Index)? PlaceIn(Uscc issuer, JsonObject? claims) =>
        claims?["status"] is JsonObject status && status["status_list"] is JsonObject place && TextOf(place["uri"]) is { } uri
        && int.TryParse(uri[(uri.LastIndexOf('/') + 1)..], out var list) && address.StatusList(issuer, list) == uri
        && place["idx"] is JsonValue number && number.TryGetValue<int>(out var index)
            ? (list, index)
            : null;

    /// <summary>Whether a certificate (DER, base64) is one of the agency's. A document has no place in the log: nothing shows that it was made before its key was compromised.</summary>
    public async Task<CheckAnswer> SignerAsync(Uscc agency, string certificate, CancellationToken token)
    {
        var keys = await issuers.AllAsync(settings.Authority, KeyOwner.OfCredentials(agency), token);
        return keys.FirstOrDefault(key => key.Certificate == certificate) switch
        {
            null => CheckAnswer.Unknown(CheckCodes.UnknownIssuer),
            { Suspicion: not null } => CheckAnswer.Bad(CheckCodes.KeyCompromised),
            _ => CheckAnswer.Good(CheckCodes.IssuerOk),
        };
    }

    private async Task<IssuerKeys?> KeysAsync(Uscc? agency, CancellationToken token) =>
        agency is { } issuer && await issuers.AllAsync(settings.Authority, KeyOwner.OfCredentials(issuer), token) is { Count: > 0 } keys
            ? IssuerKeys.Read(GetIssuer.Document(address.Issuer(issuer), keys).ToJsonString())
            : null;

    private async Task<string?> ListAsync(Uscc? agency, JsonObject? issued, CancellationToken token) =>
        agency is { } issuer && PlaceIn(issuer, issued) is var (list, _)
            ? (await lists.NewestAsync(settings.Authority, issuer, list, token))?.Token
            : null;

    private static string? ReceiptIn(SdJwt? parts) =>
        TextOf(parts?.Disclosures.FirstOrDefault(one => one.Name == LicenceCredential.ReceiptClaim)?.Value);

    /// <summary>The key of the log, and of that length of it, which the receipt is of.</summary>
    private NoteVerifierKey? LogKeyOf(string? receipt) =>
        receipt is not null && TlogProof.TryParse(receipt, out var proof, out _)
            ? logs.EpochsOf(settings.Authority).Select(log => log.Keys.Open(proof!.Checkpoint) is { Value: { } read } ? log.KeyAt(read.Size) : null)
                .FirstOrDefault(key => key is not null)
            : null;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
