using Marten;
using Registry.Domain.Licences;

namespace Registry.Api.Credentials;

/// <summary>A licence as it stands, and the event that gave it its present identifier, of whatever kind that is.</summary>
internal sealed record CurrentVersion(Licence Licence, Guid MadeBy)
{
    /// <summary>Null where there is no such licence.</summary>
    public static async Task<CurrentVersion?> ReadAsync(IQuerySession session, LicenceId id, CancellationToken token)
    {
        CurrentVersion? current = null;
        foreach (var fact in await session.Events.FetchStreamAsync(id.Value, token: token))
        {
            if (fact.Data is not LicenceEvent data)
                continue;
            var licence = Licence.Evolve(current?.Licence, id, data);
            current = new(licence, current?.Licence.Identifier == licence.Identifier ? current.MadeBy : fact.Id);
        }
        return current;
    }
}
