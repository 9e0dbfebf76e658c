using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Projections.Anchoring;
using Registry.Projections.Log;

namespace Registry.Api.Anchoring;

/// <summary>Who confirms the logs from outside, read and checked at the start.</summary>
internal sealed class Anchors : IDisposable
{
    private readonly TlogPolicy policy;
    private readonly (IReadOnlyList<Uri> Authorities, TimeStampRoots Roots)? stamps;
    private readonly HttpClient http;

    private Anchors(AnchoringSettings settings, TlogPolicy policy, (IReadOnlyList<Uri>, TimeStampRoots)? stamps)
    {
        Settings = settings;
        this.stamps = stamps;
        this.policy = policy;
        Limits = new(settings.DegradedAfter, settings.ClosedAfter == TimeSpan.Zero ? null : settings.ClosedAfter);
        http = new HttpClient { Timeout = settings.RequestTimeout, MaxResponseContentBufferSize = SignedNote.MaxLength };
    }

    public AnchoringSettings Settings { get; }

    public AnchoringLimits Limits { get; }

    public bool AsksWitnesses => policy.AsksForWitnesses;

    /// <summary>The policy's file; null when no witness is asked.</summary>
    public string? PolicyText => AsksWitnesses ? policy.Text : null;

    public bool AsksAuthorities => stamps is not null;

    /// <exception cref="StartupFailure">A policy or a period with which the log could never be anchored.</exception>
    public static Anchors Read(AnchoringSettings settings, TenantLogs logs)
    {
        Require(settings.RequestTimeout > TimeSpan.Zero, nameof(settings.RequestTimeout), "> 0");
        Require(settings.CosignEvery > TimeSpan.Zero, nameof(settings.CosignEvery), "> 0");
        Require(settings.TimeStampEvery > TimeSpan.Zero, nameof(settings.TimeStampEvery), "> 0");
        Require(settings.DegradedAfter > settings.CosignEvery, nameof(settings.DegradedAfter), $"> {nameof(settings.CosignEvery)}");
        Require(
            settings.TimeStampAuthorities.Length == 0 || settings.DegradedAfter > settings.TimeStampEvery,
            nameof(settings.DegradedAfter), $"> {nameof(settings.TimeStampEvery)}");
        Require(
            settings.ClosedAfter == TimeSpan.Zero || settings.ClosedAfter > settings.DegradedAfter,
            nameof(settings.ClosedAfter), $"> {nameof(settings.DegradedAfter)}, 0 = never");
        return new Anchors(settings, PolicyOf(settings.PolicyFile, logs), StampsOf(settings));
    }

    /// <summary>The oldest confirmation counts; null where nobody is asked.</summary>
    public TimeSpan? AgeOf(Confirmations seen) =>
        new[] { AsksWitnesses ? seen.WitnessedAge : null, AsksAuthorities ? seen.StampedAge : null }.Max();

    /// <summary>The rounds of one log; null when checkpoints are published without witnesses.</summary>
    public Witnessing? WitnessingOf(TenantLog log, RegistryRuntime runtime) => !policy.AsksForWitnesses
        ? null
        : new(
            runtime.Database.Pooled, runtime.Database.Unpooled, runtime.Settings.Schema, runtime.LogReader, log, policy,
            [.. Asked(policy).Select(witness => new WitnessClient(witness, http, runtime.LogReader, runtime.Clock))], runtime.Clock);

    /// <summary>The time stamps of one log; null when no authority is asked.</summary>
    public TimeStamping? StampingOf(TenantLog log, RegistryRuntime runtime) => stamps is var (authorities, roots)
        ? new(runtime.Database.Pooled, runtime.Database.Unpooled, runtime.Settings.Schema, log, authorities, roots, http, runtime.Clock)
        : null;

    public void Dispose() => http.Dispose();

    private static TlogPolicy PolicyOf(string? file, TenantLogs logs)
    {
        if (file is null)
            return TlogPolicy.None;
        try
        {
            if (!TlogPolicy.TryParse(File.ReadAllBytes(file), out var policy, out var reason) || policy is null)
                throw new StartupFailure(StartupCodes.WitnessPolicyUnusable, file, reason ?? "");
            foreach (var log in logs.All)
                if (policy.Logs.Count > 0 && !policy.Logs.Any(listed => log.Keys.At(long.MaxValue).Any(key => key.ToString() == listed.Key.ToString())))
                    throw new StartupFailure(StartupCodes.WitnessPolicyUnusable, file, $"log {log.Key}");
            if (!policy.IsMetBy(Asked(policy).Select(witness => witness.Name).ToHashSet(StringComparer.Ordinal)))
                throw new StartupFailure(StartupCodes.WitnessPolicyUnusable, file, "quorum: http(s) URL");
            return policy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupFailure(StartupCodes.WitnessPolicyUnusable, file, e.Message);
        }
    }

    private static (IReadOnlyList<Uri>, TimeStampRoots)? StampsOf(AnchoringSettings settings)
    {
        var urls = settings.TimeStampAuthorities.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (urls.Length == 0)
            return null;
        var authorities = new List<Uri>();
        foreach (var text in urls)
            authorities.Add(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
                ? url
                : throw new StartupFailure(StartupCodes.TimeStampAuthorityUnusable, text, "URL"));
        var file = settings.TimeStampRoots ?? "Registry__Anchoring__TimeStampRoots";
        try
        {
            return TimeStampRoots.FromPem(File.ReadAllText(file), out var reason) is { } roots
                ? (authorities, roots)
                : throw new StartupFailure(StartupCodes.TimeStampAuthorityUnusable, file, reason ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupFailure(StartupCodes.TimeStampAuthorityUnusable, file, e.Message);
        }
    }

    // A witness without a URL may be asked by others; the quorum must be in reach of ours.
    private static IEnumerable<PolicyWitness> Asked(TlogPolicy policy) => policy.Witnesses.Where(witness =>
        Uri.TryCreate(witness.Url, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"));

    private static void Require(bool holds, string setting, string rule)
    {
        if (!holds)
            throw new StartupFailure(StartupCodes.AnchoringPeriods, $"Registry__Anchoring__{setting}", rule);
    }
}
