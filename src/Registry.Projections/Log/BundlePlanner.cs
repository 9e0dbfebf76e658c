using Marten;
using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Cases;
using Registry.Projections.Licences;

namespace Registry.Projections.Log;

/// <summary>Settles what a bundle will hold under the newest published checkpoint.</summary>
public sealed class BundlePlanner(NpgsqlDataSource database, string schema, RegistrySessions sessions)
{
    private readonly BundleEntries entries = new(database, schema);

    /// <summary>Null when nothing is published, or nothing of what was asked for.</summary>
    public async Task<BundlePlan?> PlanAsync(TenantLog log, BundleRequest request, CancellationToken token)
    {
        if (await PublishedAsync(log, token) is not var (checkpoint, note))
            return null;
        if (request.Since < 0 || request.Since > checkpoint.Size
            || await ScopeAsync(log, checkpoint.Size, request, token) is not { } scope)
            return null;

        var keys = scope is BundleScope.Everything ? [] : await entries.KeyStreamsAsync(log, checkpoint.Size, scope, token);
        return new(log, note, checkpoint, scope, await SubjectsAsync(log, checkpoint.Size, scope, token), keys, request.Since);
    }

    /// <summary>The checkpoint that everything shown to anybody is under; null before the first.</summary>
    internal async Task<(Checkpoint Checkpoint, string Note)?> PublishedAsync(TenantLog log, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        if (await CheckpointStore.NewestPublishedAsync(connection, schema, log.Id, token) is not { } note)
            return null;
        var opened = log.Keys.Open(note);
        return opened.Value is { } checkpoint
            ? (checkpoint, note)
            : throw new LogRefusedException($"The newest checkpoint does not verify under the log's key ({opened.Reason}).");
    }

    /// <summary>The stream of a licence or case, in whichever log it stands; null where there is none of that kind.</summary>
    internal async Task<BundleScope?> StreamAsync(string tenant, BundleRequest request, CancellationToken token)
    {
        await using var session = sessions.Query(tenant);
        return request switch
        {
            { Kind: "licence", Id: { } id } when await session.LoadAsync<LicenceCard>(id, token) is not null => new BundleScope.Licence(id),
            { Kind: "case", Id: { } id } when await session.LoadAsync<CaseCard>(id, token) is not null => new BundleScope.Case(id),
            _ => null,
        };
    }

    private async Task<BundleScope?> ScopeAsync(TenantLog log, long size, BundleRequest request, CancellationToken token)
    {
        switch (request)
        {
            case { Kind: "everything" }:
                return new BundleScope.Everything();
            case { Kind: "period" }:
                var (from, to) = (request.From ?? 0, request.To ?? size);
                return from >= 0 && from <= to && to <= size ? new BundleScope.Period(from, to) : null;
            case { Kind: "licence" or "case" }:
                return await StreamAsync(log.Tenant, request, token) is { } stream
                    && (await entries.PublishedAsync(log, size, stream.StreamIds!, token)).Count == 1 ? stream : null;
            case { Kind: "person", Subject: { } subject }:
                return new BundleScope.Person(
                    subject, await entries.PublishedAsync(log, size, await StreamsAboutAsync(log, subject, token), token));
            default:
                return null;
        }
    }

    /// <summary>The licences and cases of a person, and every recorded look at their data.</summary>
    private async Task<IReadOnlyList<Guid>> StreamsAboutAsync(TenantLog log, SubjectTag subject, CancellationToken token)
    {
        await using var session = sessions.Query(log.Tenant);
        var tag = subject.Value;
        var licences = await session.Query<LicenceCard>().Where(card => card.Subject == tag).Select(card => card.Id).ToListAsync(token);
        var cases = await session.Query<CaseCard>().Where(card => card.Subject == tag).Select(card => card.Id).ToListAsync(token);
        var looks = await session.Query<AccessRecord>().Where(look => look.Subject == tag).Select(look => look.EventId).ToListAsync(token);
        return [.. licences, .. cases, .. await entries.StreamsOfAsync(log, looks, token)];
    }

    private async Task<IReadOnlyList<SubjectTag>> SubjectsAsync(
        TenantLog log, long size, BundleScope scope, CancellationToken token) => scope switch
        {
            BundleScope.Licence or BundleScope.Case => await entries.SubjectsAsync(log, size, scope.StreamIds!, token),
            BundleScope.Person person => [person.Subject],
            _ => [],
        };
}
