using System.Globalization;

namespace Registry.Domain.Identifiers;

/// <summary>A licence identifier as somebody presents it, judged but never only called "wrong".</summary>
/// <param name="Verdict">What can be said of it.</param>
/// <param name="Parts">Null only when <see cref="LicenceIdentifierVerdict.Malformed"/>.</param>
/// <param name="Intended">The full text with the right check character; null only when malformed.</param>
public sealed record LicenceIdentifierReading(
    LicenceIdentifierVerdict Verdict,
    LicenceIdentifierParts? Parts,
    string? Intended)
{
    // 15 of the root and its dot, 21 + 18 + 64 + 3 + 1, four dots.
    private const int MaxLength = 126;

    /// <summary>
    /// Reads the dotted form, with the root or without. A wrong check character inside TYPE or ISSUER makes it malformed, with
    /// the fault's position in the text: the outer check character of a mistyped code proves nothing either way.
    /// </summary>
    public static LicenceIdentifierReading Read(string? text)
    {
        var prefix = text?.StartsWith(LicenceIdentifier.Root + ".", StringComparison.Ordinal) == true
            ? LicenceIdentifier.Root.Length + 1
            : 0;
        if (text is not { Length: <= MaxLength }
            || text[prefix..].Split('.') is not [var type, var issuer, var serial, var version, [var check]])
            return Malformed(new("licence-id-layout", Expected: "TYPE.ISSUER.SERIAL.VERSION.CHECK"));

        var issuerStart = prefix + type.Length + 1;
        var serialStart = issuerStart + issuer.Length + 1;
        var versionStart = serialStart + serial.Length + 1;

        if (!LicenceTypeCode.TryRead(type, out var typeCode, out var typeFault)) return Malformed(typeFault.After(prefix));
        if (LicenceIdentifierParts.IssuerFault(issuer) is { } issuerFault) return Malformed(issuerFault.After(issuerStart));
        if (LicenceIdentifierParts.SerialFault(serial) is { } serialFault) return Malformed(serialFault.After(serialStart));
        if (!IsVersion(version, out var number))
            return Malformed(new("licence-id-version", versionStart + 1, "001 to 999"));
        if (!IdentifierText.Alphanumerics.Contains(check, StringComparison.Ordinal))
            return Malformed(new("licence-id-check-character", text.Length));

        var parts = new LicenceIdentifierParts(typeCode, issuer, serial, number);
        return new(Judge(parts, check), parts, parts.Text(parts.CheckCharacter));
    }

    private static LicenceIdentifierVerdict Judge(LicenceIdentifierParts parts, char check)
    {
        var expected = parts.CheckCharacter;
        if (check == expected)
            return parts.HasLegacyIssuer ? new LicenceIdentifierVerdict.LegacyIssuer() : new LicenceIdentifierVerdict.Ok();
        return check == LetterPlusOneDefect.CheckCharacter(parts.Body)
            ? new LicenceIdentifierVerdict.KnownDefect(LetterPlusOneDefect.Name, expected)
            : new LicenceIdentifierVerdict.BadCheck(expected);
    }

    private static bool IsVersion(string text, out int version)
    {
        version = 0;
        return text.Length == 3
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version)
            && version >= 1;
    }

    private static LicenceIdentifierReading Malformed(IdentifierFault fault) =>
        new(new LicenceIdentifierVerdict.Malformed(fault), null, null);
}
