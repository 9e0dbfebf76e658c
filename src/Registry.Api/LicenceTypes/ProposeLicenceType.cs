using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>Proposes a licence type or a further version of it. Nothing is minted by it until somebody else publishes it.</summary>
internal static class ProposeLicenceType
{
    public static void Map(RouteGroupBuilder types) =>
        types.MapPost("/{code}/draft", Handle).RequireAuthorization(Policies.ManageLicenceTypes).CarriesNothingPersonal()
            .WithSummary("Propose a licence type or a further version 拟定证照类型; If-Match \"0\" for a new type").ProducesChange();

    private static async Task<IResult> Handle(
        LicenceTypeCode code, LicenceTypeDefinition body, IfMatch version, CommandRunner commands, CancellationToken token)
    {
        if (LicenceTypeTexts.Fault(body) is { } field)
            return Problems.Invalid("field-malformed", field);
        var id = LicenceTypeId.Of(code);
        await using var session = commands.Open();
        var stream = await session.Marten.Events.FetchForWriting<LicenceType, LicenceTypeId>(id, token);
        if ((stream.CurrentVersion ?? 0) != version.Version)
            return await commands.StaleAsync();

        var (events, refusal) = LicenceTypeDecider.Propose(stream.Aggregate, code, body, commands.Caller.Actor.Id);
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);
        session.Act.Ground = Ground.Administration();
        var facts = session.Build(events);
        if (stream.Aggregate is null)
            session.Marten.Events.StartStream<LicenceType>(id.Value, facts);
        else
            stream.AppendMany(facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status200OK, location: null, Receipts.Of(id, version.Version + facts.Count, facts));
    }
}
