namespace Registry.Domain.Documents;

/// <summary>What a licence leaves the registry as.</summary>
public enum FileKind
{
    /// <summary>A credential, SD-JWT VC in its compact form.</summary>
    SdJwt,

    /// <summary>GB/T 33190.</summary>
    Ofd,

    /// <summary>ISO 32000.</summary>
    Pdf,
}

public static class FileKinds
{
    /// <summary>By what is in it, never by a name or media type, which anybody writes; null for any other.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> file) =>
        file.StartsWith("PK\u0003\u0004"u8) ? FileKind.Ofd
        : file.StartsWith("%PDF-"u8) ? FileKind.Pdf
        // The header of a JWS is a JSON object, {" in base64url.
        : file.StartsWith("eyJ"u8) && file.Contains((byte)'~') ? FileKind.SdJwt
        : null;
}
