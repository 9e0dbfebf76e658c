using System.Text.Json;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>An entry as a verifier passes it on.</summary>
/// <param name="Data">The event's data, until the call returns; null where the payload was withheld.</param>
/// <param name="IsErased">Withheld because personal values in it were erased.</param>
public readonly record struct SeenEntry(long Index, LogEntry Entry, JsonElement? Data, bool IsErased = false);
