using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace Registry.Api.Wallets;

/// <summary>
/// Eight digits for an offer at a window, which its holder types into a page of ours: a telephone that reads no code needs none. They are the
/// offer's name in short and no secret: only its holder, signed in, takes an offer. What is kept under them is the name, sealed by them.
/// </summary>
internal sealed class WindowDigits(WalletSecrets secrets)
{
    private const uint Codes = 100_000_000;
    private const int Most = 16;

    /// <summary>The same for the same offer while it holds.</summary>
    public async Task<string> OfAsync(string offer, CancellationToken token)
    {
        for (var attempt = 0; attempt < Most; attempt++)
        {
            var digits = (BinaryPrimitives.ReadUInt32BigEndian(secrets.Derive($"window-digits-{attempt}", offer)) % Codes)
                .ToString("D8", CultureInfo.InvariantCulture);
            if (await secrets.KeepAsync(SecretKind.WindowDigits, digits, Mask(digits, offer), WalletOffers.Life)
                || await FindAsync(digits, token) == offer)
                return digits;
        }
        throw new InvalidOperationException("No digits are left for an offer.");
    }

    /// <summary>The offer's name; null where there is none by them now.</summary>
    /// <param name="typed">With spaces or hyphens, as people write numbers.</param>
    public async Task<string?> FindAsync(string typed, CancellationToken token)
    {
        var digits = typed.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return await secrets.ReadAsync(SecretKind.WindowDigits, digits, token) is { } kept ? Mask(digits, kept) : null;
    }

    // Its own inverse, and nothing without the registry's key: the name leads to the offer.
    private string Mask(string digits, string name)
    {
        var octets = Base64Url.DecodeFromChars(name);
        var mask = secrets.Derive("window-name", digits);
        for (var i = 0; i < octets.Length; i++)
            octets[i] ^= mask[i];
        return Base64Url.EncodeToString(octets);
    }
}
