using Registry.Domain.Anchoring;

namespace Registry.Api.Hosting;

/// <summary>Every message this host logs. Never personal data, payloads or connection strings.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Error, "Unhandled {Exception} {StackTrace}")]
    public static partial void Unhandled(ILogger logger, string exception, string? stackTrace);

    [LoggerMessage(2, LogLevel.Warning, "Cannot answer now: {Exception} {SqlState}")]
    public static partial void Unavailable(ILogger logger, string exception, string? sqlState);

    [LoggerMessage(3, LogLevel.Warning, "A token was refused: {Reason}")]
    public static partial void TokenRefused(ILogger logger, string reason);

    [LoggerMessage(10, LogLevel.Information, "Log {Tenant}: leading from {Size} entries")]
    public static partial void Leading(ILogger logger, string tenant, long size);

    [LoggerMessage(11, LogLevel.Critical, "Log {Tenant} is halted and signs nothing: {Reason}")]
    public static partial void Halted(ILogger logger, string tenant, string reason);

    [LoggerMessage(12, LogLevel.Warning, "Log {Tenant}: sequencer interrupted by {Exception}, trying again")]
    public static partial void SequencerInterrupted(ILogger logger, string tenant, string exception);

    [LoggerMessage(13, LogLevel.Error, "Log {Tenant} is behind and takes nothing in: {Waiting} entries wait, the oldest {Seconds:F0} s")]
    public static partial void Backlogged(ILogger logger, string tenant, long waiting, double seconds);

    [LoggerMessage(15, LogLevel.Warning, "Log {Tenant}: {Reason}")]
    public static partial void AnchorFailed(ILogger logger, string tenant, string reason);

    [LoggerMessage(16, LogLevel.Warning, "Log {Tenant} is {State}: confirmed from outside {Age} ago")]
    public static partial void AnchoringChanged(ILogger logger, string tenant, AnchoringState state, TimeSpan? age);

    [LoggerMessage(17, LogLevel.Error, "Registry {Tenant}: {Agency} looks at a case in an emergency, {Step}")]
    public static partial void GlassBroken(ILogger logger, string tenant, string? agency, string step);

    [LoggerMessage(18, LogLevel.Error, "Registry {Tenant}: {Agency} was asked to release emergency access {Emergency}")]
    public static partial void ReleaseAsked(ILogger logger, string tenant, string? agency, Guid emergency);

    [LoggerMessage(19, LogLevel.Error, "Registry {Tenant}: looks are not being judged, {Exception}; trying again")]
    public static partial void JudgingInterrupted(ILogger logger, string tenant, string exception);

    [LoggerMessage(4, LogLevel.Warning, "A sign-in was refused: {Rule}")]
    public static partial void SignInRefused(ILogger logger, string rule);

    [LoggerMessage(25, LogLevel.Error, "Registry {Tenant}: status lists are not being signed, {Fault}; trying again")]
    public static partial void StatusSigningInterrupted(ILogger logger, string tenant, string fault);

    [LoggerMessage(23, LogLevel.Warning, "Registry {Tenant}: the message gateway {State}")]
    public static partial void NoticesChanged(ILogger logger, string tenant, string state);

    [LoggerMessage(22, LogLevel.Warning, "Registry {Tenant}: the message gateway refused the notice of access {Access}")]
    public static partial void NoticeRefused(ILogger logger, string tenant, Guid access);

    [LoggerMessage(24, LogLevel.Error, "Registry {Tenant}: notices are not being delivered, {Exception}; trying again")]
    public static partial void NoticesInterrupted(ILogger logger, string tenant, string exception);

    [LoggerMessage(20, LogLevel.Information, "Registry {Tenant} is ready at {Address}")]
    public static partial void Ready(ILogger logger, string tenant, string address);

    [LoggerMessage(21, LogLevel.Information, "Authority {Tenant}: {Regions} regions, {Agencies} agencies, {Items} new service items")]
    public static partial void Established(ILogger logger, string tenant, int regions, int agencies, int items);
}
