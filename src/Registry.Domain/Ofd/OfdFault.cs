using System.Text.Json;

namespace Registry.Domain.Ofd;

/// <summary>Why an OFD file is not accepted, beside what is wrong with its seal. Names never change once shipped.</summary>
public enum OfdFault
{
    /// <summary>Not a zip of well-formed XML where the standard wants it, or a document type in it.</summary>
    Malformed,

    /// <summary>More files, or more octets, than a licence can have.</summary>
    TooLarge,

    /// <summary>A file's name leads elsewhere, or is not in its plain form.</summary>
    Path,

    /// <summary>A name twice, be it in another case.</summary>
    NameRepeated,

    /// <summary>Nobody sealed it.</summary>
    NotSigned,

    /// <summary>Several signatures: a licence has one.</summary>
    SeveralSignatures,

    /// <summary>The seal was set on another path.</summary>
    Property,

    /// <summary>Digests by another function than SM3.</summary>
    CheckMethod,

    /// <summary>A file that the seal covers is missing.</summary>
    FileMissing,

    /// <summary>A file is not what was sealed.</summary>
    FileChanged,

    /// <summary>A file is not covered by the seal.</summary>
    FileUncovered,
}

public static class OfdFaults
{
    /// <summary>The stable code: <c>ofd-</c> and the name in lower case with hyphens.</summary>
    public static string Code(this OfdFault fault) => $"ofd-{JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString())}";
}
