namespace Registry.Domain.Identifiers;

/// <summary>What a verifier can say of a licence identifier by looking at it. Closed: only nested records can derive. None of
/// these says that the licence exists or is valid.</summary>
public abstract record LicenceIdentifierVerdict
{
    private LicenceIdentifierVerdict() { }

    /// <summary>Why this registry would not mint it; null for <see cref="Ok"/> only.</summary>
    public abstract IdentifierFault? Fault { get; }

    /// <summary>As the standard has it.</summary>
    public sealed record Ok : LicenceIdentifierVerdict
    {
        /// <inheritdoc/>
        public override IdentifierFault? Fault => null;
    }

    /// <summary>Readable, but the check character is none that a known routine gives: mistyped or made up.</summary>
    /// <param name="Expected">The right check character, if all else is right.</param>
    public sealed record BadCheck(char Expected) : LicenceIdentifierVerdict
    {
        /// <inheritdoc/>
        public override IdentifierFault Fault => new("licence-id-check", Expected: $"{Expected}");
    }

    /// <summary>The check character is the one that a known defective routine gives: probably genuine.</summary>
    /// <param name="Name">Which routine; so far only <c>letter-plus-one</c>.</param>
    /// <param name="Expected">The right check character.</param>
    public sealed record KnownDefect(string Name, char Expected) : LicenceIdentifierVerdict
    {
        /// <inheritdoc/>
        public override IdentifierFault Fault => new("licence-id-defect-" + Name, Expected: $"{Expected}");
    }

    /// <summary>A right check character over a 6-digit region as issuer, as minted before the standard settled.</summary>
    public sealed record LegacyIssuer : LicenceIdentifierVerdict
    {
        /// <inheritdoc/>
        public override IdentifierFault Fault => new("licence-id-legacy-issuer");
    }

    /// <summary>Not readable as an identifier: <c>licence-id-layout</c>, <c>licence-id-serial-length</c>,
    /// <c>licence-id-serial-character</c>, <c>licence-id-version</c>, <c>licence-id-check-character</c>, or the fault of the
    /// type, organisation or region code inside. Positions count from the start of the text.</summary>
    public sealed record Malformed(IdentifierFault Reason) : LicenceIdentifierVerdict
    {
        /// <inheritdoc/>
        public override IdentifierFault Fault => Reason;
    }
}
