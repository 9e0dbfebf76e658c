using Registry.Api.Identity;
using Registry.Api.Wallets;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.Sharing;

namespace Registry.Api.SharingService;

/// <summary>
/// Codes and links of the sharing service: secrets of minutes in PostgreSQL, as wallets' are, each of one system and one grant. In another system's
/// hands they are none, and stay good in the hands they are for.
/// </summary>
internal sealed class SharedUses(WalletSecrets secrets)
{
    /// <summary>How long a code and a link are good. Who needs it later asks again, and is recorded again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>For each of the licences a code by which that system has a file made of it, once. One statement, however many they are.</summary>
    public async Task<IReadOnlyDictionary<LicenceId, string>> CodesAsync(Caller caller, SharingGrantId grant, IReadOnlyCollection<LicenceId> licences)
    {
        var codes = licences.ToDictionary(licence => licence, _ => WalletSecrets.New());
        if (codes.Count > 0)
            await secrets.KeepAsync(
                SecretKind.SharingUse, [.. codes.Select(one => (one.Value, $"{grant}|{one.Key}|{caller.Actor.Id}"))], Life);
        return codes;
    }

    /// <summary>What a code of the caller's is for; it is not used by this.</summary>
    public async Task<LicenceId?> ReadCodeAsync(Caller caller, SharingGrantId grant, string code, CancellationToken token) =>
        Parts(await secrets.ReadAsync(SecretKind.SharingUse, code, token), caller) is [var under, var licence] && under == grant.Value
            ? LicenceId.Of(licence)
            : null;

    /// <summary>Uses it, once among however many try at a time.</summary>
    public async Task<bool> UseCodeAsync(string code) => await secrets.UseAsync(SecretKind.SharingUse, code) is not null;

    /// <summary>A link to a copy, until it or the copy has had its time.</summary>
    public async Task<(string Link, TimeSpan Life)> LinkAsync(Caller caller, SharingGrantId grant, LicenceCopyId copy, TimeSpan left)
    {
        var (link, life) = (WalletSecrets.New(), left < Life ? left : Life);
        await secrets.KeepAsync(SecretKind.SharedFile, link, $"{grant}|{copy}|{caller.Actor.Id}", life);
        return (link, life);
    }

    /// <summary>What a link of the caller's leads to, and under which grant.</summary>
    public async Task<(SharingGrantId Grant, LicenceCopyId Copy)?> ReadLinkAsync(Caller caller, string link, CancellationToken token) =>
        Parts(await secrets.ReadAsync(SecretKind.SharedFile, link, token), caller) is [var grant, var copy]
            ? (SharingGrantId.Of(grant), LicenceCopyId.Of(copy))
            : null;

    private static Guid[] Parts(string? detail, Caller caller) => detail?.Split('|', 3) is [var grant, var what, var actor] && actor == caller.Actor.Id
        ? [Guid.Parse(grant), Guid.Parse(what)]
        : [];
}
