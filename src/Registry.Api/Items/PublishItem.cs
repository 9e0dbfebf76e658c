using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;

namespace Registry.Api.Items;

/// <summary>Publishes a service item for one of the authority's agencies.</summary>
internal static class PublishItem
{
    private const int LongestName = 200;

    public sealed record Request(
        ItemCode Code, LocalText Name, Uscc Agency, RegionCode Region, IReadOnlyList<Material> Materials,
        int LegalDays, int PromisedDays, ResultLicence? Result);

    public static void Map(RouteGroupBuilder items) =>
        items.MapPost("/", Handle).RequireAuthorization(Policies.ManageItems).CarriesNothingPersonal()
            .WithSummary("Publish a service item")
            .Produces<Receipt>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(Request body, CommandRunner commands)
    {
        if (Fault(body) is { } field)
            return Problems.Invalid("field-malformed", field);
        await using var session = commands.Open();
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(
            DirectoryId.Of(RegionCode.Parse(commands.Caller.Tenant)));
        if (directory is null || !directory.Agencies.ContainsKey(body.Agency))
            return Problems.Invalid("agency-unknown", "agency");
        if (!directory.Regions.ContainsKey(body.Region))
            return Problems.Invalid("region-unknown", "region");

        var (events, refusal) = ServiceItemDecider.Publish(new(
            body.Code, body.Name, body.Agency, body.Region, body.Materials, body.LegalDays, body.PromisedDays, body.Result));
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        session.Act.Ground = Ground.Administration();
        var id = ServiceItemId.Of(body.Code);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<ServiceItem>(id.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/items/{body.Code}", Receipts.Of(id, facts.Count, facts));
    }

    /// <summary>The first field whose text is empty, too long or not storable; the serializer has seen to the rest.</summary>
    private static string? Fault(Request body)
    {
        if (NameFault(body.Name, "name") is { } name)
            return name;
        foreach (var (place, material) in body.Materials.Index())
        {
            if (material is null)
                return $"materials[{place}]";
            if (material.Code is not { Length: > 0 and <= 32 } || !FormFields.IsText(material.Code, 32))
                return $"materials[{place}].code";
            if (NameFault(material.Name, $"materials[{place}].name") is { } fault)
                return fault;
        }
        return body.Result is { } result ? NameFault(result.Name, "result.name") : null;
    }

    private static string? NameFault(LocalText name, string field) =>
        !IsName(name.Zh) ? $"{field}.zh" : !IsName(name.En) ? $"{field}.en" : null;

    private static bool IsName(string text) => !string.IsNullOrWhiteSpace(text) && FormFields.IsText(text, LongestName);
}
