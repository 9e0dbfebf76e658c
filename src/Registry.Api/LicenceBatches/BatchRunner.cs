using System.Runtime.CompilerServices;
using Npgsql;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Imports;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.Keys;
using Registry.Projections.Schema;

namespace Registry.Api.LicenceBatches;

/// <summary>
/// Carries out a batch that two officers stand for, lot by lot. Running it again goes on where it was stopped or killed, and tries again what
/// was refused.
/// </summary>
internal sealed class BatchRunner(
    RegistrySessions sessions, AgencySigners signers, ReissueLot reissue, MintLot mint, NpgsqlDataSource database, string schema, TimeProvider clock)
{
    /// <summary>Licences or cases a transaction, as an import has them; the recorder commits as many accesses at once.</summary>
    private const int LotSize = 200;

    private static readonly Refusal Unknown = new("licence-batch-unknown");
    private static readonly Refusal Running = new("licence-batch-running");
    private static readonly Refusal KeyMissing = new("licence-batch-key-missing");

    /// <param name="kind">Which the operator means it to be: neither command carries out a batch of the other's.</param>
    /// <param name="token">Ends the run after the lot that is being written.</param>
    public async Task<BatchReport> RunAsync(
        string tenant, LicenceBatchId id, BatchKind kind, IProgress<BatchProgress>? progress, CancellationToken token)
    {
        await using var query = sessions.Query(tenant);
        if (await query.Events.AggregateStreamAsync<LicenceBatch>(id.Value, token: token) is not { } batch)
            return BatchReport.Nothing(Unknown);
        if (batch.Kind != kind)
            return BatchReport.Nothing(LicenceBatchDecider.OtherKind);
        await using var turn = await ImportTurn.TakeAsync(database, schema, tenant, batch.Step, dryRun: false, token);
        if (turn is null)
            return BatchReport.Nothing(Running);
        if (!await IsKeyHeldAsync(tenant, batch.Agency, token))
            return BatchReport.Nothing(KeyMissing);
        var type = await query.Events.AggregateStreamAsync<LicenceType>(LicenceTypeId.Of(batch.Type).Value, token: token);
        if (LicenceBatchDecider.RefuseRun(batch, type, clock.Today()) is { } refusal)
            return BatchReport.Nothing(refusal);

        // In the agency's name, because its key signs; who let it be is in the batch, which the step names.
        var actor = new Actor("operator", Role.Platform, batch.Agency, RegionCode.Parse(tenant), Subject: null);
        BatchLot lot = kind is BatchKind.Minting ? mint : reissue;
        var (done, refused, looked, total) = (0, new List<RefusedOne>(), 0L, batch.Cases?.Count ?? await CountAsync(tenant, batch, token));
        await foreach (var members in LotsAsync(tenant, batch, token))
        {
            token.ThrowIfCancellationRequested();
            var report = await Attempts.RunAsync(() => lot.RunAsync(tenant, actor, id, members));
            done += report.Done;
            refused.AddRange(report.Refused);
            if (report.Refusal is not null)
                return new(report.Refusal, done, refused);
            looked += members.Count;
            progress?.Report(new(looked, Math.Max(looked, total)));
        }
        return new(null, done, refused);
    }

    private async Task<bool> IsKeyHeldAsync(string tenant, Uscc agency, CancellationToken token)
    {
        try
        {
            await signers.CurrentAsync(tenant, agency.Value, token);
            return true;
        }
        catch (KeyStoreException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<Guid>> LotsAsync(
        string tenant, LicenceBatch batch, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var some in (batch.Cases ?? []).Chunk(LotSize))
            yield return [.. some.Select(id => id.Value)];
        if (batch.Kind is not BatchKind.Reissue)
            yield break;
        for (var after = Guid.Empty; await NextAsync(tenant, batch, after, token) is { Count: > 0 } licences; after = licences[^1])
            yield return licences;
    }

    private async Task<long> CountAsync(string tenant, LicenceBatch batch, CancellationToken token)
    {
        await using var count = database.CreateCommand($"select count(*) {Meant}").With(Parameters(tenant, batch));
        return (long)(await count.ExecuteScalarAsync(token))!;
    }

    private async Task<IReadOnlyList<Guid>> NextAsync(string tenant, LicenceBatch batch, Guid after, CancellationToken token)
    {
        await using var select = database.CreateCommand($"select id {Meant} and id > $5 order by id limit {LotSize}")
            .With([.. Parameters(tenant, batch), after]);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<Guid>(LotSize);
        while (await reader.ReadAsync(token))
            found.Add(reader.GetGuid(0));
        return found;
    }

    // Those that this batch has done are passed over; what else a licence must be is asked of its own events.
    private string Meant =>
        $"""
        from {schema}.mt_doc_licencecard
        where tenant_id = $1 and data ->> 'issuer' = $2 and starts_with(data ->> 'identifier', $3) and (data ->> 'batch') is distinct from $4
        """;

    private static object[] Parameters(string tenant, LicenceBatch batch) =>
        [tenant, batch.Agency.Value, $"{LicenceIdentifier.Root}.{batch.Type}.", batch.Id.ToString()];
}
