using System.Text.Json;
using JasperFx.Events;
using Registry.Domain.Access;

namespace Registry.Projections.Log;

/// <summary>
/// Who, why and on what basis, kept in the event's headers as plain text and covered by its commitment and signature.
/// </summary>
/// <param name="Actor">The identity provider's subject, a pseudonym.</param>
/// <param name="Correlation">Trace id of the request, for the operator's logs.</param>
public sealed record EventMeta(
    string Actor, string Role, string? Agency, string? Region,
    string Purpose, string Basis, string? Step, string? Correlation)
{
    /// <summary>The header that holds the commitment's salt; the only one outside the commitment.</summary>
    public const string SaltHeader = "salt";

    /// <summary>The header that repeats the log entry's time.</summary>
    public const string TimeHeader = "at";

    // Without an agency the authority signs. An agency's key stands in the public entry, and would name the agency that a seal hides:
    // it is in the inquiry that the step leads to.
    public static EventMeta Of(Actor actor, Ground ground, string? correlation) => new(
        actor.Id, JsonNamingPolicy.CamelCase.ConvertName(actor.Role.ToString()), ground.IsCovert ? null : actor.Agency?.Value, actor.Region?.ToString(),
        ground.Purpose, ground.LegalBasis, ground.Step, correlation);

    public static EventMeta Of(IEvent fact)
    {
        return new(
            Required("actor"), Required("role"), Text("agency"), Text("region"),
            Required("purpose"), Required("basis"), Text("step"), Text("correlation"));

        // An object while the event is being appended, a JsonElement when it comes from the store.
        string? Text(string name) => fact.GetHeader(name)?.ToString();

        string Required(string name) =>
            Text(name) ?? throw new InvalidOperationException($"Event {fact.Id} has no {name}: it was not sealed.");
    }

    /// <summary>Gives an event its own, where the session has none for all.</summary>
    public void Stamp(IEvent fact)
    {
        foreach (var (name, value) in Headers())
            fact.SetHeader(name, value);
        (fact.UserName, fact.CorrelationId) = (Actor, Correlation);
    }

    public IEnumerable<KeyValuePair<string, string>> Headers()
    {
        (string Name, string? Value)[] all =
        [
            ("actor", Actor), ("agency", Agency), ("basis", Basis), ("correlation", Correlation),
            ("purpose", Purpose), ("region", Region), ("role", Role), ("step", Step),
        ];
        return from header in all where header.Value is not null select KeyValuePair.Create(header.Name, header.Value!);
    }
}
