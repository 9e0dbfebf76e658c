using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.LicenceTypes;
using Registry.Projections;

namespace Registry.Api.Authorities;

/// <summary>
/// Brings an authority into being, or up to a newer file: its own key first (entry 0 of the log introduces it), then the
/// directory, then each agency's key, then licence types and service items, then the officers' duties. Running it again adds only what is new.
/// </summary>
internal sealed class EstablishAuthority(RegistrySessions sessions, KeyCustody keys, TimeProvider clock)
{
    public sealed record Outcome(int Regions, int Agencies, int Items);

    /// <exception cref="InvalidDataException">The file contradicts itself; the message carries the refusal's code.</exception>
    public async Task<Outcome> RunAsync(AuthorityFile file)
    {
        var tenant = file.Authority.Code.Value;
        await keys.EnsureAsync(tenant, owner: tenant, file.AlgorithmOf(tenant));
        var directory = await UpdateDirectoryAsync(tenant, file);
        foreach (var agency in file.Agencies)
            await keys.EnsureAsync(tenant, agency.Code.Value, file.AlgorithmOf(agency.Code.Value));
        foreach (var type in file.Types ?? [])
            await PublishAsync(tenant, type);
        var items = 0;
        foreach (var item in file.Items)
            items += await PublishAsync(tenant, item) ? 1 : 0;
        foreach (var officer in (file.Officers ?? []).GroupBy(charge => charge.Officer))
            await ChargeAsync(tenant, directory, officer.Key, officer.Select(charge => new Duty(charge.Agency, charge.Region, charge.Duty)));
        return new(directory.Regions.Count, directory.Agencies.Count, items);
    }

    private async Task<AuthorityDirectory> UpdateDirectoryAsync(string tenant, AuthorityFile file)
    {
        var id = DirectoryId.Of(file.Authority.Code);
        await using var session = Open(tenant);
        var stream = await session.Events.FetchForWriting<AuthorityDirectory, DirectoryId>(id);
        var directory = stream.Aggregate;
        var facts = new List<DirectoryEvent>();
        if (directory is null)
            Take(new DirectoryEvent.AuthorityEstablished(file.Authority.Code, file.Authority.Name));
        foreach (var region in file.Regions.Where(region => !directory!.Regions.ContainsKey(region.Code)))
            Take(Agreed(DirectoryDecider.AddRegion(directory!, new(region.Code, region.Name))));
        foreach (var agency in file.Agencies.Where(agency => !directory!.Agencies.ContainsKey(agency.Code)))
            Take(Agreed(DirectoryDecider.AddAgency(directory!, agency)));
        foreach (var power in (file.Powers ?? []).Where(power => directory!.Agencies.GetValueOrDefault(power.Agency)?.Class != power.Class))
            Take(Agreed(DirectoryDecider.Empower(directory!, power)));
        if (facts.Count == 0)
            return directory!;

        if (stream.Aggregate is null)
            session.Events.StartStream<AuthorityDirectory>(id.Value, facts);
        else
            stream.AppendMany(facts);
        await session.SaveChangesAsync(CancellationToken.None);
        return directory!;

        void Take(DirectoryEvent fact)
        {
            facts.Add(fact);
            directory = AuthorityDirectory.Evolve(directory, id, fact);
        }
    }

    private async Task PublishAsync(string tenant, AuthorityFile.TypeEntry type)
    {
        var id = LicenceTypeId.Of(type.Code);
        await using var session = Open(tenant);
        if (await session.Events.FetchStreamStateAsync(id.Value) is not null)
            return;
        var drafted = Agreed(LicenceTypeDecider.Propose(type: null, type.Code, type.Definition, type.ProposedBy));
        var draft = LicenceType.Evolve(state: null, id, drafted);
        session.Events.StartStream<LicenceType>(id.Value, drafted, Agreed(LicenceTypeDecider.Publish(draft, type.PublishedBy, clock.Today())));
        await session.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<bool> PublishAsync(string tenant, ServiceItemEvent.Published item)
    {
        var id = ServiceItemId.Of(item.Code);
        await using var session = Open(tenant);
        if (await session.Events.FetchStreamStateAsync(id.Value) is not null)
            return false;
        session.Events.StartStream<ServiceItem>(id.Value, Agreed(ServiceItemDecider.Publish(item)));
        await session.SaveChangesAsync(CancellationToken.None);
        return true;
    }

    private async Task ChargeAsync(string tenant, AuthorityDirectory directory, string name, IEnumerable<Duty> duties)
    {
        var id = OfficerId.Of(RegionCode.Parse(tenant), name);
        await using var session = Open(tenant);
        var stream = await session.Events.FetchForWriting<Officer, OfficerId>(id);
        var officer = stream.Aggregate;
        var facts = new List<OfficerEvent>();
        foreach (var duty in duties.Where(duty => officer?.Ever.Contains(duty) != true))
        {
            facts.Add(Agreed(OfficerDecider.Give(officer, directory, name, duty)));
            officer = Officer.Evolve(officer, id, facts[^1]);
        }
        if (facts.Count == 0)
            return;
        if (stream.Aggregate is null)
            session.Events.StartStream<Officer>(id.Value, facts);
        else
            stream.AppendMany(facts);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    private Marten.IDocumentSession Open(string tenant) => PlatformSession.Open(sessions, tenant);

    private static TEvent Agreed<TEvent>(Decision<TEvent> decision) where TEvent : class => decision.Refusal is { } refusal
        ? throw new InvalidDataException($"{refusal.Code} {string.Join(' ', refusal.Arguments)}")
        : decision.Events[0];
}
