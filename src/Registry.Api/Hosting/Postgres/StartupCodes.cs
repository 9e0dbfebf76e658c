namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// The stable codes of <see cref="StartupFailure"/>. Each is also the key of its text in <c>Resources/Startup.resx</c>
/// and <c>Startup.zh-CN.resx</c>.
/// </summary>
public static class StartupCodes
{
    public const string PostgresBinariesMissing = "postgres-binaries-missing";

    /// <summary>{0} what is incomplete and to be moved away, {1} what is missing.</summary>
    public const string DataHalfInitialised = "data-half-initialised";

    /// <summary>{0} where the password is configured.</summary>
    public const string DatabasePasswordWrong = "database-password-wrong";

    /// <summary>{0} where the database's name is configured.</summary>
    public const string DatabaseMissing = "database-missing";

    /// <summary>{0} what the server refused.</summary>
    public const string DatabasePrivilegesMissing = "database-privileges-missing";

    /// <summary>{0} host and port, or where they are configured.</summary>
    public const string DatabaseUnreachable = "database-unreachable";

    /// <summary>{0} what lies on the full disk.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>{0} the path that cannot be written.</summary>
    public const string DataDirectoryUnwritable = "data-directory-unwritable";

    /// <summary>{0} the log or program that tells more, {1} its last line.</summary>
    public const string PostgresStartFailed = "postgres-start-failed";

    /// <summary>{0} the version found, {1} the version needed.</summary>
    public const string PostgresVersion = "postgres-version";

    /// <summary>{0} the address.</summary>
    public const string PortTaken = "port-taken";

    public const string KeyPassphraseMissing = "key-passphrase-missing";

    /// <summary>{0} the directory of the keys.</summary>
    public const string KeyUnreadable = "key-unreadable";

    /// <summary>{0} the key store's code, {1} its detail: a path, a label, the device's error.</summary>
    public const string KeyStoreUnusable = "key-store-unusable";

    public const string IdentityAuthorityMissing = "identity-authority-missing";

    /// <summary>{0} the setting: a secret of no client, or a scope without openid.</summary>
    public const string SignIn = "sign-in-unusable";

    public const string DemonstrationOutsideDevelopment = "demonstration-outside-development";

    /// <summary>{0} which role or login holds what on which table.</summary>
    public const string PrivilegesTooWide = "privileges-too-wide";

    /// <summary>{0} tables and triggers.</summary>
    public const string TriggersMissing = "triggers-missing";

    /// <summary>{0} settings and their values.</summary>
    public const string DatabaseSettingsUnsafe = "database-settings-unsafe";

    /// <summary>{0} the policy file, {1} what is wrong with it.</summary>
    public const string WitnessPolicyUnusable = "witness-policy-unusable";

    /// <summary>{0} the file or URL, {1} what is wrong with it.</summary>
    public const string TimeStampAuthorityUnusable = "time-stamp-authority-unusable";

    /// <summary>{0} the setting, {1} what it must be.</summary>
    public const string AnchoringPeriods = "anchoring-periods";

    /// <summary>{0} the URL.</summary>
    public const string NoticeGatewayUnusable = "notice-gateway-unusable";

    /// <summary>{0} the setting, which is below a second.</summary>
    public const string KeyRefreshInterval = "key-refresh-interval";

    /// <summary>{0} the setting, {1} the least that it may be.</summary>
    public const string VerificationLimit = "verification-limit";

    /// <summary>{0} the setting, which is no https URL without a slash at its end.</summary>
    public const string PublicUrl = "public-url";

    /// <summary>{0} the setting, {1} the wallet in it.</summary>
    public const string Wallet = "wallet";

    /// <summary>{0} the file or directory, {1} what is wrong with it.</summary>
    public const string SealUnusable = "seal-unusable";

    /// <summary>{0} the seal, {1} the setting that allows it.</summary>
    public const string SealIsTest = "seal-is-test";

    /// <summary>{0} the setting.</summary>
    public const string SettingUnknown = "setting-unknown";
}
