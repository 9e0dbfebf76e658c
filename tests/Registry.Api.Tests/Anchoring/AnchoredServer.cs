using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Npgsql;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Anchoring;

/// <summary>A server process and its witnesses, each a process of its own: 2 of 3 must cosign.</summary>
internal sealed class AnchoredServer : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-anchored-");
    private readonly Dictionary<string, string> environment = [];
    private readonly WitnessProcess?[] witnesses = new WitnessProcess?[3];
    private readonly int[] ports = new int[3];
    private ServerProcess? server;
    private ServerProcess? standby;

    public string Schema { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public NoteVerifierKey Log { get; private set; } = null!;

    /// <summary>As the file has it now.</summary>
    public TlogPolicy Policy { get; private set; } = null!;

    public Uri Address => server!.Address;

    public string DataDirectory => Path.Combine(directory.FullName, "data");

    /// <summary>Starts the log once without witnesses, to learn its key; then the witnesses; then the server with them.</summary>
    public static async Task<AnchoredServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var it = new AnchoredServer();
        await TestDatabase.PrepareAsync(it.Schema);
        it.environment["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync();
        it.environment["Registry__Schema"] = it.Schema;
        it.environment["Registry__DataDirectory"] = it.DataDirectory;
        await it.StartServerAsync();
        using (var client = new HttpClient { BaseAddress = it.Address })
        {
            NoteVerifierKey.TryParse((await client.GetStringAsync(new Uri("log/340100/vkey", UriKind.Relative))).Trim(), out var key, out _).ShouldBeTrue();
            it.Log = key!;
        }
        await it.KillServerAsync();

        var policy = $"log {it.Log}\n";
        for (var i = 0; i < it.witnesses.Length; i++)
        {
            var witness = await it.StartWitnessAsync(i);
            policy += $"witness w{i} {witness.Key} {witness.Client.BaseAddress}\n";
        }
        policy += "group quorum-rule 2 w0 w1 w2\nquorum quorum-rule\n";
        var file = Path.Combine(it.directory.FullName, "policy.txt");
        await File.WriteAllTextAsync(file, policy);
        it.Policy = Parsed(policy);
        it.environment["Registry__Anchoring__PolicyFile"] = file;
        it.environment["Registry__Anchoring__RequestTimeout"] = "00:00:02";
        foreach (var (name, value) in settings)
            it.environment[$"Registry__Anchoring__{name}"] = value;
        await it.StartServerAsync();
        return it;
    }

    public async Task StartServerAsync() => server = await ServerProcess.StartAsync(environment);

    public async Task KillServerAsync()
    {
        await server!.DisposeAsync();
        server = null;
    }

    /// <summary>Starts a second server, which waits for the lead; whoever is asked for from now on is still the first.</summary>
    public async Task<ServerProcess> StartStandbyAsync() => standby = await ServerProcess.StartAsync(environment);

    /// <summary>Kills the first server: the second takes its place.</summary>
    public async Task FailOverAsync()
    {
        await KillServerAsync();
        (server, standby) = (standby, null);
    }

    /// <summary>Takes connections in a stopped witness's place and never answers.</summary>
    public TcpListener HangInPlaceOfWitness(int number)
    {
        var hanging = new TcpListener(IPAddress.Loopback, ports[number]);
        hanging.Start();
        return hanging;
    }

    public async Task RestartServerAsync()
    {
        await KillServerAsync();
        await StartServerAsync();
    }

    /// <summary>Runs an operator's command beside the server.</summary>
    public Task<OperatorProcess> OperateAsync(params string[] command) => OperatorProcess.RunAsync(environment, command);

    /// <param name="logs">The keys that it accepts; the log's first where none is given.</param>
    public async Task<WitnessProcess> StartWitnessAsync(int number, params NoteVerifierKey[] logs)
    {
        var witness = await WitnessProcess.StartAsync(
            Directory.CreateDirectory(Path.Combine(directory.FullName, $"w{number}")).FullName, $"witness.example/w{number}", ports[number],
            logs is [] ? [Log] : logs);
        ports[number] = witness.Client.BaseAddress!.Port;
        return witnesses[number] = witness;
    }

    public async Task StopWitnessAsync(int number)
    {
        await witnesses[number]!.DisposeAsync();
        witnesses[number] = null;
    }

    public WitnessProcess Witness(int number) => witnesses[number]!;

    public async Task<HttpClient> SignedInAs(string person) => await server!.SignedInAs(person);

    /// <summary>The checkpoint that is served now, under the policy; null when none is.</summary>
    public async Task<WitnessedCheckpoint?> ServedAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var answer = await client.GetAsync(new Uri("log/340100/checkpoint", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
            return null;
        var opened = Policy.Open(await answer.Content.ReadAsStringAsync());
        opened.Reason.ShouldBe("");
        return opened.Value;
    }

    public async Task<JsonElement> IntegrityAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var answer = await client.GetAsync(new Uri("health/integrity", UriKind.Relative));
        return (await answer.JsonAsync())[0];
    }

    public Task StateIsAsync(string state) => Eventually.HoldsAsync(
        $"the log is {state}", async () => (await IntegrityAsync()).GetProperty("state").GetString() == state);

    /// <summary>Submits a case and says how large the log must be at least for it to be in.</summary>
    public async Task<HttpResponseMessage> SubmitAsync()
    {
        using var citizen = await SignedInAs("citizen");
        return await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
    }

    public async Task RewritePolicyAsync(Func<string, string> change)
    {
        var file = environment["Registry__Anchoring__PolicyFile"];
        var text = change(await File.ReadAllTextAsync(file));
        await File.WriteAllTextAsync(file, text);
        Policy = Parsed(text);
    }

    private static TlogPolicy Parsed(string policy)
    {
        TlogPolicy.TryParse(Encoding.UTF8.GetBytes(policy), out var parsed, out var reason).ShouldBeTrue(reason);
        return parsed!;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(environment["ConnectionStrings__registry"]);
        await using var command = source.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task AsOwner(string sql)
    {
        await using var source = NpgsqlDataSource.Create(environment["ConnectionStrings__registry"]);
        await using var command = source.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var witness in witnesses)
            if (witness is not null)
                await witness.DisposeAsync();
        foreach (var process in new[] { server, standby })
            if (process is not null)
                await process.DisposeAsync();
        directory.Delete(recursive: true);
    }
}
