using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Imports;
using Registry.Domain.Access;
using Registry.Domain.Imports;
using Registry.Domain.Licences;
using Registry.Projections.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Imports;

/// <summary>A server with an importer at hand. Every test takes a register name of its own, so they do not meet.</summary>
public sealed class ImportHost : RegistryHost
{
    public const string Tenant = "340100";

    private static readonly Actor Operator = new("operator", Role.Platform, null, null, null);

    internal RegistryRuntime Runtime => Services.GetRequiredService<RegistryRuntime>();

    internal static string Root { get; } = FindRoot();

    internal static string MappingFile(string name) => Path.Combine(Root, "mappings", name);

    internal static string ChicagoFile => Path.Combine(Root, "..", "shared", "data", "chicago-business-licences.csv");

    internal static byte[] HefeiFile => File.ReadAllBytes(Path.Combine(Root, "samples", "hefei-register.csv"));

    /// <summary>A mapping of the repository under another register's name and type, so that numbers do not meet.</summary>
    internal static RegisterMapping Mapping(string file, string register, string type)
    {
        var json = File.ReadAllBytes(MappingFile(file));
        Domain.Imports.MappingFile.TryRead(json, out var mapping, out var faults).ShouldBeTrue(string.Join("; ", faults));
        return mapping! with
        {
            Register = register,
            LicenceType = new Choice<Domain.Identifiers.LicenceTypeCode>.Fixed(
                Domain.Identifiers.LicenceTypeCode.Parse($"{mapping.Issuer}{type}")),
        };
    }

    internal async Task<ImportReport> ImportAsync(
        RegisterMapping mapping, byte[] csv, ImportOptions? options = null, Stream? rejects = null,
        IProgress<ImportProgress>? progress = null, CancellationToken token = default)
    {
        using var stream = new MemoryStream(csv);
        return await Runtime.Imports.RunAsync(
            Tenant, Operator, "test", mapping, stream, options ?? new(), rejects, progress, token);
    }

    internal Task<ImportReport> ImportAsync(RegisterMapping mapping, string csv) =>
        ImportAsync(mapping, Encoding.UTF8.GetBytes(csv));

    /// <summary>What is known of a register's licences, in a form that two registers' can be compared in.</summary>
    internal async Task<List<string>> CardsAsync(string register)
    {
        await using var session = Runtime.Sessions.Query(Tenant);
        var cards = await session.QueryAsync<LicenceCard>(
            "where data -> 'source' ->> 'register' = ?", TestContext.Current.CancellationToken, register);
        return [.. cards
            .Select(card => $"{card.Identifier.Serial} v{card.Identifier.Version} {card.Status} {card.Term} {card.Subject} "
                + $"e{card.Version} {card.Source!.Row} {card.Source.Sha256}")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The export of a log whose checkpoint covers everything that is in it now.</summary>
    internal async Task<byte[]> ExportAsync()
    {
        var log = Runtime.Logs.Of(Tenant);
        await using var count = Runtime.Database.Pooled.CreateCommand($"select count(*) from {Schema}.mt_events where type <> 'tombstone'");
        var events = (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var file = new MemoryStream();
            if (await Runtime.Export.WriteAsync(log, file, progress: null, patience.Token) >= events)
                return file.ToArray();
            await Task.Delay(20, patience.Token);
        }
    }

    internal async Task<IReadOnlyList<LicenceEvent>> EventsOfAsync(RegisterMapping mapping, string serial)
    {
        var type = ((Choice<Domain.Identifiers.LicenceTypeCode>.Fixed)mapping.LicenceType).Value;
        await using var session = Runtime.Sessions.Query(Tenant);
        var events = await session.Events.FetchStreamAsync(
            LicenceId.Of(type, mapping.Issuer, serial).Value, token: TestContext.Current.CancellationToken);
        return [.. events.Select(e => (LicenceEvent)e.Data)];
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Registry.sln")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("Not within the repository.");
        return directory;
    }
}
