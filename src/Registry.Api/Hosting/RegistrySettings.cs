namespace Registry.Api.Hosting;

/// <summary>What an operator configures, under <c>Registry</c>. Unknown keys stop the start.</summary>
public sealed class RegistrySettings
{
    /// <summary>PostgreSQL schema of everything.</summary>
    public string Schema { get; set; } = "registry";

    /// <summary>Where the private cluster, the keys and the remembered checkpoints are kept.</summary>
    public string DataDirectory { get; set; } = ".data";

    /// <summary>Region code of the authority that public pages speak for.</summary>
    public string Authority { get; set; } = "340100";

    /// <summary>Host name in the log's origin; fixed when the log is created.</summary>
    public string PublicHost { get; set; } = "registry.localhost";

    /// <summary>
    /// URL under which wallets and verifiers reach this server; issuers and types are named by it for good. Of
    /// <see cref="PublicHost"/> unless set. Outside Development https.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>Seeds the demonstration authority. On in Development, refused elsewhere.</summary>
    public bool Demonstration { get; set; }

    /// <summary>Protects the private keys' files. In Development one is made on first start.</summary>
    public string? KeyPassphrase { get; set; }

    public KeySettings Keys { get; set; } = new();

    public SealSettings Seals { get; set; } = new();

    public IdentitySettings Identity { get; set; } = new();

    public LogSettings Log { get; set; } = new();

    public AnchoringSettings Anchoring { get; set; } = new();

    public NoticeSettings Notices { get; set; } = new();

    public VerificationSettings Verification { get; set; } = new();

    /// <summary>Wallets that may ask holders for credentials; without one that is offered to none. Offers are for any wallet.</summary>
    public IReadOnlyList<WalletSettings> Wallets { get; set; } = [];

    /// <summary>Without a slash at its end.</summary>
    public string PublicAddress => PublicUrl ?? $"https://{PublicHost}";

    public string KeyDirectory => Path.Combine(DataDirectory, "keys");

    public string CheckpointDirectory => Path.Combine(DataDirectory, "checkpoints");
}

/// <summary>When a log that falls behind takes nothing more in.</summary>
public sealed class LogSettings
{
    /// <summary>Entries that may wait for their index.</summary>
    public long MaxWaiting { get; set; } = 100_000;

    /// <summary>How long the oldest of them may have waited.</summary>
    public TimeSpan MaxWaitingAge { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Who confirms the log from outside, how often, and what happens when nobody does.</summary>
public sealed class AnchoringSettings
{
    /// <summary>Policy file (C2SP tlog-policy) with the witnesses to ask; without one checkpoints are published at once.</summary>
    public string? PolicyFile { get; set; }

    /// <summary>Longest time for one request to a witness or time-stamp authority.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An idle log is cosigned again after this time, so that its newest cosignatures stay fresh.</summary>
    public TimeSpan CosignEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>URLs of time-stamp authorities (RFC 3161), asked in this order, with spaces between; none when empty.</summary>
    public string TimeStampAuthorities { get; set; } = "";

    /// <summary>PEM file with the authorities' root certificates; no other root counts.</summary>
    public string? TimeStampRoots { get; set; }

    /// <summary>The published checkpoint is stamped again after this time.</summary>
    public TimeSpan TimeStampEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Without a confirmation for so long the state is Degraded.</summary>
    public TimeSpan DegradedAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Without a confirmation for so long writes and personal data are refused; 0 says never, on purpose.</summary>
    public TimeSpan ClosedAfter { get; set; } = TimeSpan.FromHours(4);
}

/// <summary>Where the city's message gateway is, which tells people what they subscribed to.</summary>
public sealed class NoticeSettings
{
    /// <summary>URL of the gateway; nobody but the operator chooses it. Without one nothing is pushed.</summary>
    public string? Gateway { get; set; }

    /// <summary>A file with the bearer secret alone; read anew for each message, so that it can be replaced.</summary>
    public string? SecretFile { get; set; }

    /// <summary>Longest time for one message.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>How much anybody may verify without login.</summary>
public sealed class VerificationSettings
{
    /// <summary>
    /// Licences that one client address may verify in a minute, at least as many as one request may ask for; 0 for no limit. The
    /// default is what a proxy that is not told apart from its clients, or a hall full of people behind one address, does not
    /// reach, and still leaves most of the database to others.
    /// </summary>
    public int PerMinute { get; set; } = 6000;
}

/// <summary>A wallet that the operator knows: a public client (RFC 6749 section 2.1), known by where its answers go.</summary>
public sealed class WalletSettings
{
    public string ClientId { get; set; } = "";

    /// <summary>What the holder reads who is asked.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// Where answers may go, compared character by character, with spaces between: https, or a scheme of the app's own in the form of a
    /// domain name (RFC 8252 section 7.1).
    /// </summary>
    public string RedirectUris { get; set; } = "";

    public IReadOnlyList<string> Redirects => RedirectUris.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One of them as a target of forms in a content security policy.</summary>
    public static string TargetOf(string redirect) => new Uri(redirect) is var uri && uri.Scheme == Uri.UriSchemeHttps
        ? uri.GetLeftPart(UriPartial.Authority)
        : $"{uri.Scheme}:";
}

/// <summary>Whose tokens are accepted.</summary>
public sealed class IdentitySettings
{
    /// <summary>OpenID Connect authority; required outside Development.</summary>
    public string? Authority { get; set; }

    public string Audience { get; set; } = "registry";

    /// <summary>As which client of the authority people sign in on the pages; without one only the city's app or portal opens them.</summary>
    public string? ClientId { get; set; }

    /// <summary>A file with the client's secret alone, read anew for each sign-in; without one it is a public client.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What is asked for at sign-in, so that the access token is for <see cref="Audience"/>; <c>openid</c> among it.</summary>
    public string Scope { get; set; } = "openid";

    /// <summary>
    /// The authority's keys are fetched anew for a token that names an unknown one, but no more often than this; a key that the
    /// authority has begun to use is known at the latest then. A second at least.
    /// </summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>A security module for the signing keys; without a module they are encrypted files.</summary>
public sealed class KeySettings
{
    /// <summary>Path of the vendor's PKCS#11 library.</summary>
    public string? Module { get; set; }

    /// <summary>Label of the token.</summary>
    public string? Token { get; set; }

    /// <summary>The user's PIN; better in a file.</summary>
    public string? Pin { get; set; }

    /// <summary>A file with the PIN alone.</summary>
    public string? PinFile { get; set; }

    /// <summary>Checkpoints carry a line by an SM2 key beside the Ed25519 one; its key is kept in a file.</summary>
    public bool Sm2Checkpoints { get; set; }

    /// <summary>Sessions that this process may have open at once.</summary>
    public int Sessions { get; set; } = 16;
}

/// <summary>Where the electronic seals of the agencies are, with which OFD files are sealed; without any there are no such files.</summary>
public sealed class SealSettings
{
    /// <summary>Directory of seals, their certificates and keys, and of the authorities behind them (docs/operations.md, Seals).</summary>
    public string? Directory { get; set; }

    /// <summary>Lets test seals be used that have no legal effect: those in the directory, or without one made here. Refused unless asked for.</summary>
    public bool AllowTest { get; set; }
}
