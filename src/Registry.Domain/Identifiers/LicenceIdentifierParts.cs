using System.Globalization;

namespace Registry.Domain.Identifiers;

/// <summary>The parts of a readable licence identifier, whatever its check character says.</summary>
/// <param name="Type">证照类型代码.</param>
/// <param name="Issuer">证照颁发机构代码: a social credit code, or the region of an identifier of before the standard settled.</param>
/// <param name="Serial">流水号, 1 to 64 of [0-9A-Z].</param>
/// <param name="Version">1 to 999.</param>
public sealed record LicenceIdentifierParts(LicenceTypeCode Type, string Issuer, string Serial, int Version)
{
    private const int LegacyIssuerLength = 6;

    /// <summary>Whether the issuer is a 6-digit region: read, never minted.</summary>
    public bool HasLegacyIssuer => Issuer.Length == LegacyIssuerLength;

    /// <summary>What the check character ought to be.</summary>
    public char CheckCharacter => Iso7064Mod37Hybrid36.CheckCharacter(Body);

    /// <summary>What the check character covers: no root, no dots.</summary>
    internal string Body => string.Create(CultureInfo.InvariantCulture, $"{Type}{Issuer}{Serial}{Version:D3}");

    internal string Text(char check) => string.Create(
        CultureInfo.InvariantCulture,
        $"{LicenceIdentifier.Root}.{Type}.{Issuer}.{Serial}.{Version:D3}.{check}");

    internal static IdentifierFault? SerialFault(string? serial) =>
        serial is { Length: >= 1 and <= LicenceIdentifier.MaxSerialLength }
            ? IdentifierText.Characters(serial, 0, serial.Length, IdentifierText.Alphanumerics, "licence-id-serial")
            : new IdentifierFault("licence-id-serial-length", Expected: "1 to 64");

    internal static IdentifierFault? IssuerFault(string issuer)
    {
        if (issuer.Length != LegacyIssuerLength) return Uscc.TryRead(issuer, out _, out var uscc) ? null : uscc;
        return RegionCode.TryRead(issuer, out _, out var region) ? null : region;
    }
}
