using System.Text.Json.Nodes;
using Marten;
using Registry.Api.Credentials;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Credentials;
using Registry.Projections.Personal;

namespace Registry.Api.Presentations;

/// <summary>
/// Judges what a wallet shows when it comes, as anybody could with what is published: the issuer's keys, the signed status list, the
/// log's key. Claims are kept only where the credential is one that was minted here and the holder proved to have its key.
/// </summary>
internal sealed class PresentationJudge(
    RegistrySessions sessions, RegistrySettings settings, PublishedTrust published, SubjectVault vault, TimeProvider clock)
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
        var now = Now;
        var check = CredentialChecker.Check(credential, await published.OnAsync(credential, now, Leeway, token) with
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
            || request.Code == CheckCodes.TypeNotAsked || published.IssuerOf(claims) is not { } issuer || await CardAsync(issuer, credential, claims, token) is not { } card)
            return none;

        var wanted = asked.Query.Claims.Where(claims.ContainsKey).ToList();
        var values = new ShownClaims(wanted.ToDictionary(name => name, name => claims[name]!.ToString()));
        var personal = Personal<ShownClaims>.Of(new(card.Subject), values);
        await vault.SealAsync(settings.Authority, personal, $"presentation/{Guid.CreateVersion7():D}", CancellationToken.None);
        return none with
        {
            Licence = LicenceId.Of(card.Licence), Identifier = claims[LicenceCredential.IdentifierClaim]?.ToString(), Fields = FieldsOf(wanted), Claims = personal,
        };
    }

    private static ShownCheck Of(string name, CheckAnswer answer) => new(name, answer.State, answer.Code, answer.At);

    /// <summary>The minted credential of that place, when this is the one.</summary>
    private async Task<CredentialCard?> CardAsync(Uscc issuer, string credential, JsonObject claims, CancellationToken token)
    {
        if (published.PlaceIn(issuer, claims) is not var (list, index))
            return null;
        await using var session = sessions.Query(settings.Authority);
        var card = await session.Query<CredentialCard>()
            .Where(one => one.Issuer == issuer.Value && one.List == list && one.Index == index).SingleOrDefaultAsync(token);
        return card?.Digest == LicenceCredential.DigestOf(credential) ? card : null;
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
}
