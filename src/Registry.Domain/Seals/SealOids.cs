namespace Registry.Domain.Seals;

/// <summary>Object identifiers of GB/T 33560-2017 as seals write them.</summary>
public static class SealOids
{
    /// <summary>SM2 with SM3: the only signature of version 4.</summary>
    public const string Sm2WithSm3 = "1.2.156.10197.1.501";

    /// <summary>SM3.</summary>
    public const string Sm3 = "1.2.156.10197.1.401";
}
