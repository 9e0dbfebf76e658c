namespace Registry.Api.Hosting;

/// <summary>The connection strings of a server of one's own; without the first, a private cluster is started.</summary>
/// <param name="Working">Serves requests, as the runtime role.</param>
/// <param name="Owner">Owns the tables; null where the working login does.</param>
/// <param name="Sequencer">Leads the log, as the sequencer's role; null where the working login does.</param>
internal sealed record DatabaseLogins(string? Working, string? Owner = null, string? Sequencer = null)
{
    public static DatabaseLogins Of(IConfiguration configuration) => new(
        configuration.GetConnectionString("registry"), configuration.GetConnectionString("registry_owner"),
        configuration.GetConnectionString("registry_sequencer"));
}
