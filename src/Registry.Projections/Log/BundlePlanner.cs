using Marten;
using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Log;
using Registry.Domain.Notices;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Cases;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Delegations;
using Registry.Projections.Emergencies;
using Registry.Projections.Licences;
using Registry.Projections.Objections;

namespace Registry.Projections.Log;

/// <summary>Settles what a bundle will hold under the newest published checkpoint.</summary>
public sealed class BundlePlanner(NpgsqlDataSource database, string schema, RegistrySessions sessions, TenantLogs logs)
{
    private readonly BundleEntries entries = new(database, schema);
    private readonly LogReader reader = new(database, schema);
    private readonly PublishedErasures erasures = new(database, schema);

    /// <summary>Null when nothing is published, or nothing of what was asked for.</summary>
    public async Task<BundlePlan?> PlanAsync(TenantLog log, BundleRequest request, CancellationToken token)
    {
        if (await PublishedAsync(log, token) is not var (checkpoint, note))
            return null;
        var before = request.Kind == "period" ? [] : await BeforeAsync(log, token);
        if (request.Since < 0 || request.Since > checkpoint.Size
            || await ScopeAsync([(log, checkpoint.Size), .. before], request, token) is not { } scope)
            return null;

        var own = await PartAsync(log, checkpoint.Size, scope, token);
        var parts = new List<BundlePart>();
        foreach (var (closed, size) in before)
            parts.Add(await PartAsync(closed, size, scope is BundleScope.Everything ? new BundleScope.Period(0, size) : scope, token));
        return new(log, note, checkpoint, scope, await SubjectsAsync([own, .. parts], token), own.KeyStreams, request.Since, parts)
        {
            Seals = request.Seals,
            // The whole history has every payload, and so have its parts.
            Erasures = scope is BundleScope.Everything ? [] : [.. own.Erasures, .. parts.SelectMany(part => part.Erasures)],
        };
    }

    /// <summary>The logs that were closed before this one, newest first. Each is sealed whole by the discontinuity after it.</summary>
    internal async Task<IReadOnlyList<(TenantLog Log, long Size)>> BeforeAsync(TenantLog log, CancellationToken token)
    {
        var before = new List<(TenantLog, long)>();
        foreach (var closed in logs.EpochsOf(log.Tenant).TakeWhile(epoch => epoch.Id != log.Id).Reverse())
            before.Add((closed, await reader.SizeAsync(closed.Id, token)));
        return before;
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

    private async Task<BundlePart> PartAsync(TenantLog log, long size, BundleScope scope, CancellationToken token)
    {
        var erased = await erasures.OfAsync(log, size, scope, token);
        Guid[] streams = [.. erased.Select(erasure => erasure.Id)];
        return new(
            log, size, scope, scope is BundleScope.Everything ? [] : await entries.KeyStreamsAsync(log, size, scope, streams, token))
        {
            Erasures = erased,
        };
    }

    private async Task<BundleScope?> ScopeAsync(
        IReadOnlyList<(TenantLog Log, long Size)> epochs, BundleRequest request, CancellationToken token)
    {
        var (log, size) = epochs[0];
        switch (request)
        {
            case { Kind: "everything" }:
                return new BundleScope.Everything();
            case { Kind: "period" }:
                var (from, to) = (request.From ?? 0, request.To ?? size);
                return from >= 0 && from <= to && to <= size ? new BundleScope.Period(from, to) : null;
            case { Kind: "licence" or "case" }:
                return await StreamAsync(log.Tenant, request, token) is { } stream
                    && (await PublishedAsync(epochs, stream.StreamIds!, token)).Count == 1 ? await WithBatchesAsync(epochs, stream, token) : null;
            case { Kind: "person", Subject: { } subject }:
                return new BundleScope.Person(
                    subject, await PublishedAsync(epochs, await StreamsAboutAsync(log, subject, request.Seals, token), token));
            default:
                return null;
        }
    }

    /// <summary>A licence with the batches that its published entries name, so that an auditor sees who proposed and who approved.</summary>
    private async Task<BundleScope> WithBatchesAsync(
        IReadOnlyList<(TenantLog Log, long Size)> epochs, BundleScope scope, CancellationToken token)
    {
        if (scope is not BundleScope.Licence licence)
            return scope;
        var batches = new SortedSet<Guid>();
        foreach (var (log, size) in epochs)
            batches.UnionWith(await entries.BatchesOfAsync(log, size, licence.Id, token));
        return licence with { Batches = [.. batches] };
    }

    private async Task<IReadOnlyList<Guid>> PublishedAsync(
        IReadOnlyList<(TenantLog Log, long Size)> epochs, IReadOnlyList<Guid> streams, CancellationToken token)
    {
        var found = new List<Guid>();
        foreach (var (log, size) in epochs)
            found.AddRange(await entries.PublishedAsync(log, size, streams, token));
        return [.. found.Distinct()];
    }

    /// <summary>Whose the licence or case is that is asked for; empty where there is none, and for other scopes.</summary>
    public async Task<IReadOnlyList<SubjectTag>> SubjectsOfAsync(TenantLog log, BundleRequest request, CancellationToken token)
    {
        await using var session = sessions.Query(log.Tenant);
        return request switch
        {
            { Kind: "licence", Id: { } id } when await session.LoadAsync<LicenceCard>(id, token) is { } card => People(card.Subject, card.Others),
            { Kind: "case", Id: { } id } when await session.LoadAsync<CaseCard>(id, token) is { } card => People(card.Subject, card.Others),
            _ => [],
        };
    }

    /// <summary>The licences and the cases that a person has together with others, and with whom.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlySet<SubjectTag>>> TogetherAsync(TenantLog log, SubjectTag person, CancellationToken token)
    {
        await using var session = sessions.Query(log.Tenant);
        var licences = await session.Query<LicenceCard>().Of(person).Where(card => card.Others != null).ToListAsync(token);
        var cases = await session.Query<CaseCard>().Of(person).Where(card => card.Others != null || card.Named != null).ToListAsync(token);
        return licences.Select(card => (card.Id, card.Subject, card.Others))
            // Its events name those, too, whose case it is no longer.
            .Concat(cases.Select(card => (card.Id, card.Subject, Others: (IReadOnlyList<string>?)[.. card.Others ?? [], .. card.Named ?? []])))
            .ToDictionary(one => one.Id, one => (IReadOnlySet<SubjectTag>)People(one.Subject, one.Others).ToHashSet());
    }

    private static IReadOnlyList<SubjectTag> People(string first, IReadOnlyList<string>? others) =>
        [new(first), .. (others ?? []).Select(tag => new SubjectTag(tag))];

    /// <summary>
    /// The licences and cases of a person, the delegations from and to them, the emergency accesses, the objections, the
    /// subscription to notices, the covert inquiries that are no secret, and every recorded look at their data.
    /// </summary>
    private async Task<IReadOnlyList<Guid>> StreamsAboutAsync(
        TenantLog log, SubjectTag subject, Seals? seals, CancellationToken token)
    {
        await using var session = sessions.Query(log.Tenant);
        var tag = subject.Value;
        var licences = await session.Query<LicenceCard>().Of(subject).Select(card => card.Id).ToListAsync(token);
        var cases = await session.Query<CaseCard>().Of(subject).Select(card => card.Id).ToListAsync(token);
        var looks = await session.Query<AccessRecord>().Where(look => look.Subject == tag).Select(look => look.EventId).ToListAsync(token);
        var delegations = await session.Query<DelegationCard>().Where(card => card.Principal == tag || card.Delegate == tag)
            .Select(card => card.Id).ToListAsync(token);
        var emergencies = await session.Query<EmergencyCard>().Where(card => card.Subject == tag).Select(card => card.Id).ToListAsync(token);
        var objections = await session.Query<ObjectionCard>().Where(card => card.Subject == tag).Select(card => card.Id).ToListAsync(token);
        // Ids alone, of all that there are: the bundle has the stream of each.
        var inquiries = (await session.Query<CovertInquiryCard>().Where(card => card.Subject == tag).Select(card => card.Id).ToListAsync(token))
            .Where(id => seals?.Covers(id) is not true);
        return [.. licences, .. cases, .. delegations, .. emergencies, .. objections, .. inquiries, SubscriptionId.Of(subject).Value,
            .. await entries.StreamsOfAsync(log, looks, token)];
    }

    private async Task<IReadOnlyList<SubjectTag>> SubjectsAsync(IReadOnlyList<BundlePart> parts, CancellationToken token)
    {
        if (parts[0].Scope is BundleScope.Person person)
            return [person.Subject];
        var named = new HashSet<SubjectTag>();
        foreach (var part in parts.Where(part => part.Scope is BundleScope.Licence or BundleScope.Case))
            named.UnionWith(await entries.SubjectsAsync(part.Log, part.Size, part.Scope.StreamIds!, token));
        return [.. named];
    }
}
