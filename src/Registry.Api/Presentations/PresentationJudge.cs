using System.Text.Json.Nodes;
using Marten;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Credentials;
using Registry.Projections.Issuers;
using Registry.Projections.Log;
using Registry.Projections.Personal;

namespace Registry.Api.Presentations;

/// <summary>
/// Judges what a wallet shows when it comes, as anybody could with what is published: the issuer's keys, the signed status list, the
/// log's key. Claims are kept only where the credential is one that was minted here and the holder proved to have its key.
/// </summary>
internal sealed class PresentationJudge(
    RegistrySessions sessions, RegistrySettings settings, IssuerSigners issuers, StatusTokens lists, TenantLogs logs, SubjectVault vault,
    PublicAddress address, TimeProvider clock)
{
    /// <summary>How long the officer can read what was shown.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    // Telephones' clocks.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public DateTimeOffset Now => clock.GetUtcNow();

    public static ShownPresentation Declined(AskedPresentation asked, DateTimeOffset now) => new(asked, now, true, [], null, null, [], null);

    public async Task<ShownPresentation> JudgeAsync(
        AskedPresentation asked, string credential, string nonce, CancellationToken token)
    {
        var (now, payload) = (Now, SdJwt.Parse(credential).Parts);
        var issued = payload?.Issued.Payload;
        var agency = IssuerOf(issued);
        var check = CredentialChecker.Check(credential, new(
            [], await KeysAsync(agency, token), await ListAsync(agency, issued, token), LogKeyOf(payload), Minting: null, now, Leeway)
        {
            KeyBinding = new(asked.ClientId, nonce, Window),
        });
        var request = asked.Query.Judge(check.Claims);
        ShownCheck[] checks =
        [
            Of("integrity", check.Integrity), Of("issuer", check.Issuer), Of("holder", check.Holder!), Of("status", check.Status),
            Of("validity", check.Validity), Of("log", check.Log), Of("request", request),
        ];
        var none = new ShownPresentation(asked, now, false, checks, null, null, [], null);
        if (check.Claims is not { } claims || check.Issuer.State is not CheckState.Good || check.Holder!.State is not CheckState.Good
            || request.Code == CheckCodes.TypeNotAsked || agency is not { } issuer || await CardAsync(issuer, credential, claims, token) is not { } card)
            return none;

        var wanted = asked.Query.Claims.Where(claims.ContainsKey).ToList();
        var values = new ShownClaims(wanted.ToDictionary(name => name, name => claims[name]!.ToString()));
        var personal = Personal<ShownClaims>.Of(new(card.Subject), values);
        await vault.SealAsync(settings.Authority, personal, $"presentation/{Guid.CreateVersion7():D}", CancellationToken.None);
        return none with
        {
            Licence = LicenceId.Of(card.Licence), Identifier = claims["licence_identifier"]?.ToString(), Fields = FieldsOf(wanted), Claims = personal,
        };
    }

    private static ShownCheck Of(string name, CheckAnswer answer) => new(name, answer.State, answer.Code, answer.At);

    private Uscc? IssuerOf(JsonObject? issued) =>
        TextOf(issued?["iss"]) is { } iss && Uscc.TryParse(iss[(iss.LastIndexOf('/') + 1)..], null, out var agency) && address.Issuer(agency) == iss
            ? agency
            : null;

    private async Task<IssuerKeys?> KeysAsync(Uscc? agency, CancellationToken token) =>
        agency is { } issuer && await issuers.AllAsync(settings.Authority, KeyOwner.OfCredentials(issuer), token) is { Count: > 0 } keys
            ? IssuerKeys.Read(GetIssuer.Document(address.Issuer(issuer), keys).ToJsonString())
            : null;

    private async Task<string?> ListAsync(Uscc? agency, JsonObject? issued, CancellationToken token) =>
        agency is { } issuer && PlaceIn(issuer, issued) is var (list, _)
            ? (await lists.NewestAsync(settings.Authority, issuer, list, token))?.Token
            : null;

    /// <summary>The minted credential of that place, when this is the one.</summary>
    private async Task<CredentialCard?> CardAsync(Uscc issuer, string credential, JsonObject claims, CancellationToken token)
    {
        if (PlaceIn(issuer, claims) is not var (list, index))
            return null;
        await using var session = sessions.Query(settings.Authority);
        var card = await session.Query<CredentialCard>()
            .Where(one => one.Issuer == issuer.Value && one.List == list && one.Index == index).SingleOrDefaultAsync(token);
        return card?.Digest == LicenceCredential.DigestOf(credential) ? card : null;
    }

    private (int List, int Index)? PlaceIn(Uscc issuer, JsonObject? claims) =>
        claims?["status"] is JsonObject status && status["status_list"] is JsonObject place && TextOf(place["uri"]) is { } uri
        && int.TryParse(uri[(uri.LastIndexOf('/') + 1)..], out var list) && address.StatusList(issuer, list) == uri
        && place["idx"] is JsonValue number && number.TryGetValue<int>(out var index)
            ? (list, index)
            : null;

    /// <summary>The key of the log, and of that length of it, which the receipt is of.</summary>
    private NoteVerifierKey? LogKeyOf(SdJwt? parts)
    {
        var receipt = parts?.Disclosures.FirstOrDefault(one => one.Name == LicenceCredential.ReceiptClaim)?.Value;
        return TextOf(receipt) is { } text && TlogProof.TryParse(text, out var proof, out _)
            ? logs.EpochsOf(settings.Authority).Select(log => log.Keys.Open(proof!.Checkpoint) is { Value: { } read } ? log.KeyAt(read.Size) : null)
                .FirstOrDefault(key => key is not null)
            : null;
    }

    /// <summary>What of the holder is among them, as accesses name it.</summary>
    private static string[] FieldsOf(IReadOnlyList<string> claims) =>
    [
        .. claims.Select(claim => claim switch
        {
            "holder_name" => FieldTable.HolderName,
            "holder_code" or "holder_code_type" => FieldTable.HolderCode,
            _ when claim.StartsWith(LicenceCredential.FieldPrefix, StringComparison.Ordinal) => FieldTable.Form,
            _ => FieldTable.List,
        }).Distinct(),
    ];

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
