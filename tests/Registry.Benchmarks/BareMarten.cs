using JasperFx;
using JasperFx.Events;
using Marten;

namespace Registry.Benchmarks;

/// <summary>An event of about the size of a submitted application, with nothing encrypted, sealed or projected.</summary>
public sealed record BareSubmitted(
    string Number, string Item, string Agency, string Region, DateOnly On, string Application, string[] Materials);

/// <summary>Marten as it comes, in a schema of its own: what the registry's own figures are compared with.</summary>
internal static class BareMarten
{
    public static DocumentStore Open(string connectionString) => DocumentStore.For(options =>
    {
        options.Connection(connectionString);
        options.DatabaseSchemaName = "bare" + Guid.NewGuid().ToString("N")[..12];
        options.AutoCreateSchemaObjects = AutoCreate.All;
        options.UseSystemTextJsonForSerialization();
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.AddEventType<BareSubmitted>();
    });

    public static BareSubmitted Event(int number) => new(
        $"11340100MB1AC012X9334013100100120261123{number:D6}", "11340100MB1AC012X93340131001001", "11340100MB1AC012X9", "340100",
        new DateOnly(2026, 11, 23), new string('x', 400), [new string('a', 64), new string('b', 64)]);

    public static async Task AppendOneAsync(this DocumentStore store, int number)
    {
        await using var session = store.LightweightSession();
        session.Events.StartStream(Guid.NewGuid(), Event(number));
        await session.SaveChangesAsync();
    }
}
