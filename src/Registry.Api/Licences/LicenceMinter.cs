using System.Security.Cryptography;
using JasperFx.Events;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Domain;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.Licences;

/// <summary>
/// Version 001 of a licence: of an approved case (制证), by an officer's hand or by a batch, or in the place of one that comes from another agency
/// (转入). What it comes from, the licence and the place it takes change in one transaction, so that it comes from it once.
/// </summary>
internal sealed class LicenceMinter(LicencePlaces places)
{
    private const int SerialLength = 20;

    /// <summary>Queues all of it in the session, or gives the refusal and queues nothing.</summary>
    /// <param name="item">The case's, which leads to a licence.</param>
    /// <param name="type">The version in force of the licence's type.</param>
    /// <param name="opened">The case's; holders and face come from it.</param>
    /// <param name="batch">Null for a minting by hand.</param>
    public async Task<(MintedLicence? Minted, Refusal? Refusal)> QueueAsync(
        WriteSession session, IEventStream<Case> stream, ServiceItem item, LicenceTypeVersion type, OpenedApplication opened,
        LicenceBatchId? batch, DateOnly today)
    {
        var (@case, result, application) = (stream.Aggregate!, item.Result!, opened.Application);
        var identifier = LicenceIdentifier.Mint(result.Type, @case.Agency, NewSerial(), version: 1);
        var (id, holder) = (LicenceId.Of(identifier), @case.Application.Subject);
        var issue = CaseDecider.IssueLicence(@case, item, identifier, today);
        var slot = places.Of(result.Type, type.Definition, holder, application.Form);
        var others = @case.CoApplicants.Zip(opened.Others, (one, party) =>
            new CoHolder(one.Subject, party, places.Of(result.Type, type.Definition, one.Subject, application.Form))).ToList();
        var mint = LicenceDecider.Mint(
            identifier, type, type.TermFrom(today, result.ValidYears), holder, new(application.Applicant, application.Form), slot, @case.Id,
            batch, today, others);
        if ((issue.Refusal ?? mint.Refusal) is { } refusal)
            return (null, refusal);
        if (await LicencePlaces.TakeAsync(session, Places(slot, others), id, today) is { } occupied)
            return (null, occupied);

        var (minted, issued) = (session.Build(mint.Events), session.Build(issue.Events));
        session.Marten.Events.StartStream<Licence>(id.Value, minted);
        stream.AppendMany(issued);
        return (new(id, identifier, minted, issued), null);
    }

    /// <summary>转入: likewise, in the place of a licence that ends by it.</summary>
    /// <param name="stream">Of a licence that is on its way to another agency of this registry.</param>
    /// <param name="faces">Its own; nothing of them is erased.</param>
    public async Task<(MintedLicence? Minted, Refusal? Refusal)> QueueTransferAsync(
        WriteSession session, IEventStream<Licence> stream, LicenceTypeVersion type, OpenedFaces faces, DateOnly today)
    {
        var (old, face) = (stream.Aggregate!, faces.First!);
        var identifier = LicenceIdentifier.Mint(old.Identifier.Type, old.Receiver!.Value, NewSerial(), version: 1);
        var id = LicenceId.Of(identifier);
        var slot = places.Of(old.Identifier.Type, type.Definition, old.Face.Subject, face.Fields);
        var others = old.Others.Zip(faces.Each.Skip(1), (one, known) =>
            new CoHolder(one.Subject, known!.Holder, places.Of(old.Identifier.Type, type.Definition, one.Subject, face.Fields))).ToList();
        var (events, refusal) = LicenceDecider.TransferIn(old, identifier, type, face, slot, today, others);
        if (refusal is not null)
            return (null, refusal);
        if (await LicencePlaces.TakeAsync(session, Places(slot, others), id, today, former: old.Id) is { } occupied)
            return (null, occupied);

        var (minted, ended) = (session.Build(events), session.Build([new LicenceEvent.TransferAccepted(today, identifier)]));
        session.Marten.Events.StartStream<Licence>(id.Value, minted);
        stream.AppendMany(ended);
        return (new(id, identifier, minted, ended), null);
    }

    private static IReadOnlyList<LicenceSlotId> Places(LicenceSlotId? slot, IReadOnlyList<CoHolder> others) =>
        [.. new[] { slot }.Concat(others.Select(other => other.Slot)).OfType<LicenceSlotId>()];

    // 流水号 of GB/T 36904: 20 characters of [0-9A-Z], so that one number says nothing about the next.
    private static string NewSerial() => RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", SerialLength);
}

/// <summary>What is queued and not saved yet.</summary>
/// <param name="OnSource">On the case or the licence that it comes from.</param>
internal sealed record MintedLicence(
    LicenceId Id, LicenceIdentifier Identifier, IReadOnlyList<IEvent> OnLicence, IReadOnlyList<IEvent> OnSource)
{
    public Receipt Receipt => Receipts.Of(Id, OnLicence.Count, [.. OnLicence, .. OnSource], Identifier.ToString());
}
