using Npgsql;
using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Domain.Anchoring;
using Registry.Projections.Anchoring;
using Registry.Projections.Log;

namespace Registry.Api.Anchoring;

/// <summary>How far each log is signed, published and confirmed from outside. 503 when one is halted or closed.</summary>
internal static class GetIntegrity
{
    /// <param name="State">anchored, degraded, closed, or halted.</param>
    /// <param name="WitnessedAgo">Seconds since enough witnesses cosigned; null where none are asked.</param>
    /// <param name="StampedAgo">Seconds since a time-stamp authority stamped it; null where none is asked.</param>
    /// <param name="ReconciledAt">When events and log were last found to agree, or not; null where another node leads.</param>
    public sealed record LogIntegrity(
        string Log, string State, long? SignedSize, long? PublishedSize, long? StampedSize, double? WitnessedAgo, double? StampedAgo,
        DateTimeOffset? ReconciledAt, long? ReconciledSize);

    public static void Map(WebApplication app) =>
        app.MapGet("/health/integrity", Handle).AllowAnonymous().CarriesNothingPersonal().ExcludeFromDescription();

    private static async Task<IResult> Handle(
        TenantLogs logs, LogStatus status, Anchors anchors, NpgsqlDataSource database, RegistrySettings settings,
        HttpResponse response, CancellationToken token)
    {
        response.Headers.CacheControl = "no-store";
        var answers = new List<LogIntegrity>();
        foreach (var log in logs.All)
        {
            var seen = await Confirmations.ReadAsync(database, settings.Schema, log.Id, token);
            var state = anchors.Limits.Of(anchors.AgeOf(seen));
            var reconciled = status.Reconciled.GetValueOrDefault(log.Tenant);
            answers.Add(new(
                log.Id, status.Halted.ContainsKey(log.Tenant) ? "halted" : NameOf(state), seen.SignedSize, seen.PublishedSize,
                seen.StampedSize, anchors.AsksWitnesses ? seen.WitnessedAge?.TotalSeconds : null,
                anchors.AsksAuthorities ? seen.StampedAge?.TotalSeconds : null,
                reconciled?.At, reconciled?.Size));
        }
        var well = answers.All(answer => answer.State is not ("halted" or "closed"));
        return TypedResults.Json(answers, statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static string NameOf(AnchoringState state) => state switch
    {
        AnchoringState.Anchored => "anchored",
        AnchoringState.Degraded => "degraded",
        _ => "closed",
    };
}
