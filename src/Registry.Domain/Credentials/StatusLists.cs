namespace Registry.Domain.Credentials;

/// <summary>How issuers' status lists are cut and signed; what has been published keeps these for good.</summary>
public static class StatusLists
{
    /// <summary>Valid, invalid, suspended.</summary>
    public const int Bits = 2;

    /// <summary>Of one list: few enough for a telephone, many enough that a place tells of nobody.</summary>
    public const int Places = 100_000;

    /// <summary>The next list is opened when so many are taken: places are drawn at random, so that a full list could not be filled.</summary>
    public const int Enough = Places / 2;

    /// <summary>How long a reader may keep it.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>Nobody believes it for longer. It is signed again when half of that has passed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>It says that it is older than it is: readers' clocks are behind.</summary>
    public static readonly TimeSpan Backdated = TimeSpan.FromSeconds(30);
}
