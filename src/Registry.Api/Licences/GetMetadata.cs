using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections;

namespace Registry.Api.Licences;

/// <summary>
/// The metadata of GB/T 36903 under its long names, with what its reader may see of the holder. The access is committed before the
/// answer, as for <see cref="GetLicence"/>.
/// </summary>
internal static class GetMetadata
{
    /// <param name="CertificateName">证照名称, of the type's version that the licence follows; absent where it names none.</param>
    /// <param name="CertificateHolderName">持证主体 of the first holder, as the three after it.</param>
    /// <param name="CertificateHolders">Every holder, the first one first (持证主体 as a list of its own); absent where the reader may see none.</param>
    /// <param name="CertificateNumber">证照编号: the serial of the identifier.</param>
    /// <param name="CertificateStatus">证照状态: 01 to 07.</param>
    /// <param name="OperationCode">业务类型 of what was done last: 01 to 10.</param>
    /// <param name="OperationText">What 07 其他 stands for.</param>
    /// <param name="AssociatedZzeCertID">Identifier of the version before.</param>
    /// <param name="Fields">Business fields, their names prefixed KZ_.</param>
    /// <param name="Masked">Which fields are shown masked.</param>
    /// <param name="Erased">Set where every holder's data was erased: nobody can read it any more, and nothing is missing.</param>
    public sealed record Response(
        string? CertificateName, LicenceTypeCode CertificateTypeCode, string CertificateNumber, LicenceIdentifier CertificateIdentifier,
        string CertificateIssuingAuthorityName, Uscc CertificateIssuingAuthorityCode, DateOnly CertificateIssuedDate,
        string? CertificateHolderName, string? CertificateHolderCode, string? CertificateHolderTypeName, HolderCodeType? CertificateHolderType,
        IReadOnlyList<MetadataHolder>? CertificateHolders,
        DateOnly CertificateEffectiveDate, DateOnly? CertificateExpiringDate, DateTimeOffset CertificateCreatedTime,
        string CertificateStatus, string OperationCode, string? OperationText, LicenceIdentifier? AssociatedZzeCertID,
        IReadOnlyDictionary<string, string>? Fields, IReadOnlyList<string> Masked, Guid AccessEvent, bool? Erased);

    /// <param name="Erased">Set where this holder's data was erased.</param>
    public sealed record MetadataHolder(
        string? CertificateHolderName, string? CertificateHolderCode, string? CertificateHolderTypeName, HolderCodeType? CertificateHolderType,
        bool? Erased);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/{id}/metadata", Handle).RequireAuthorization(Policies.ReadLicences).RecordsAccess().TakesDelegation().TakesCovert()
            .WithSummary("Metadata of GB/T 36903 证照元数据; the reading is recorded").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceId id, Caller caller, RegistrySessions sessions, LicenceTypeCatalogue types, Disclosure disclosure, TimeProvider clock,
        CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var licence = await session.Events.AggregateStreamAsync<Licence>(id.Value, token: token);
        var standing = await caller.StandingAsync();
        if (licence is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, $"licence/{id}");

        var ruling = AccessPolicy.OnLicence(caller.Actor, licence, standing);
        var opens = AccessPolicy.FacesFor(caller.Actor, licence, standing);
        if (await disclosure.RecordAsync(ruling, opens, DataClass.Licence, $"licence/{id}") is not { } receipt)
            return Problems.NotFound();

        var faces = await disclosure.OpenAsync(receipt, opens, token);
        var holders = HoldersOf(ruling, faces);
        var type = licence.TypeVersion is { } number ? (await types.OfAsync(caller.Tenant, licence.Identifier.Type))?.Version(number) : null;
        var first = (await session.Events.FetchStreamAsync(id.Value, version: 1, token: token))[0];
        return TypedResults.Ok(new Response(
            type?.Definition.Name.Zh, licence.Identifier.Type, licence.Identifier.Serial, licence.Identifier,
            await types.NameOfAsync(caller.Tenant, licence.Issuer), licence.Issuer, licence.Term.IssuedOn,
            holders?[0].CertificateHolderName, holders?[0].CertificateHolderCode, holders?[0].CertificateHolderTypeName,
            holders?[0].CertificateHolderType, holders,
            licence.Term.From, licence.Term.Until, first.Timestamp,
            NationalCodes.StateOf(licence, clock.Today()), NationalCodes.CodeOf(licence.LastOperation),
            NationalCodes.TextOf(licence.LastOperation), licence.Previous,
            ruling.Allows(FieldTable.Form) ? faces.Any?.Fields.ToDictionary(field => $"KZ_{field.Key}", field => field.Value) : null,
            ruling.MaskedFields, receipt.EventId, faces.Any is null ? true : null));
    }

    private static IReadOnlyList<MetadataHolder>? HoldersOf(AccessRuling ruling, OpenedFaces faces)
    {
        var showsCode = ruling.ViewOf(FieldTable.HolderCode) is not null;
        return !showsCode && ruling.ViewOf(FieldTable.HolderName) is null ? null
            : [.. faces.Each.Select(face => new MetadataHolder(
                ruling.Show(FieldTable.HolderName, face?.Holder.Name), ruling.Show(FieldTable.HolderCode, face?.Holder.Code),
                showsCode ? face?.Holder.CodeType.ChineseName : null, showsCode ? face?.Holder.CodeType : null, face is null ? true : null))];
    }
}
