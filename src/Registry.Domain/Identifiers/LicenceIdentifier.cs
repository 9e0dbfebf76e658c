using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 证照标识, the identifier of one version of one licence (GB/T 36904-2018), as this registry mints it:
/// <c>1.2.156.3005.2.TYPE.ISSUER.SERIAL.VERSION.CHECK</c>. Strict: an identifier minted elsewhere with a defect is read with
/// <see cref="LicenceIdentifierReading.Read"/>, which explains, and has no value of this type.
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<LicenceIdentifier>))]
public sealed record LicenceIdentifier : IIdentifier<LicenceIdentifier>
{
    /// <summary>电子证照根代码, the object identifier all licences lie under. Not covered by the check character.</summary>
    public const string Root = "1.2.156.3005.2";

    /// <summary>A serial is 1 to 64 of [0-9A-Z], so that the whole fits the national exchange's varchar(128).</summary>
    public const int MaxSerialLength = 64;

    /// <summary>Versions run from 1 to 999: three digits.</summary>
    public const int MaxVersion = 999;

    private LicenceIdentifier(LicenceTypeCode type, Uscc issuer, string serial, int version)
    {
        (Type, Issuer, Serial, Version) = (type, issuer, serial, version);
        var parts = new LicenceIdentifierParts(type, issuer.Value, serial, version);
        Check = parts.CheckCharacter;
        Value = parts.Text(Check);
    }

    /// <summary>证照类型代码.</summary>
    public LicenceTypeCode Type { get; }

    /// <summary>证照颁发机构代码, the body that issues.</summary>
    public Uscc Issuer { get; }

    /// <summary>流水号: the licence number, a GUID without dashes, or random; 1 to 64 of [0-9A-Z].</summary>
    public string Serial { get; }

    /// <summary>1 to 999; goes up with every re-issue or change of the same licence.</summary>
    public int Version { get; }

    /// <summary>ISO 7064 MOD 37,36 over type, issuer, serial and three-digit version, without root and dots.</summary>
    public char Check { get; }

    /// <inheritdoc/>
    public string Value { get; }

    /// <summary>Mints, where serial and version are the program's own.</summary>
    /// <exception cref="ArgumentException">The serial or version is out of bounds.</exception>
    public static LicenceIdentifier Mint(LicenceTypeCode type, Uscc issuer, string serial, int version) =>
        TryMint(type, issuer, serial, version, out var identifier, out var fault)
            ? identifier
            : throw new ArgumentException(fault.ToString());

    /// <summary>Mints, where serial or version come from somebody else. Faults: <c>licence-id-serial-length</c>,
    /// <c>licence-id-serial-character</c>, <c>licence-id-version</c>; positions are those in the serial.</summary>
    public static bool TryMint(
        LicenceTypeCode type,
        Uscc issuer,
        string? serial,
        int version,
        [NotNullWhen(true)] out LicenceIdentifier? identifier,
        [NotNullWhen(false)] out IdentifierFault? fault)
    {
        fault = LicenceIdentifierParts.SerialFault(serial)
            ?? (version is < 1 or > MaxVersion ? new("licence-id-version", Expected: "001 to 999") : null);
        identifier = fault is null ? new(type, issuer, serial!, version) : null;
        return fault is null;
    }

    /// <summary>The same licence's next version.</summary>
    /// <exception cref="InvalidOperationException">This is version 999: look at <see cref="MaxVersion"/> first.</exception>
    public LicenceIdentifier NextVersion() => Version < MaxVersion
        ? new(Type, Issuer, Serial, Version + 1)
        : throw new InvalidOperationException("Version 999 has no next one; the licence needs a new serial.");

    /// <summary>Reads what this registry could have minted, with the root or without.</summary>
    /// <remarks>Faults: <c>licence-id-check</c>, <c>licence-id-defect-letter-plus-one</c>,
    /// <c>licence-id-legacy-issuer</c>, and those of <see cref="LicenceIdentifierVerdict.Malformed"/>.</remarks>
    public static bool TryRead(
        string? text,
        [MaybeNullWhen(false)] out LicenceIdentifier value,
        [NotNullWhen(false)] out IdentifierFault? fault)
    {
        var reading = LicenceIdentifierReading.Read(text);
        value = null;
        fault = reading.Verdict.Fault;
        if (fault is not null) return false;
        var parts = reading.Parts!;
        value = new(parts.Type, Uscc.Parse(parts.Issuer), parts.Serial, parts.Version);
        return true;
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static LicenceIdentifier Parse(string text) => IdentifierText.Parse<LicenceIdentifier>(text);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out LicenceIdentifier result) => TryRead(s, out result, out _);

    /// <summary>The full dotted form with the root.</summary>
    public override string ToString() => Value;
}
