using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Testing;

// Licences that come about otherwise than by an officer's hand.
public partial class BareRegistry
{
    /// <summary>A licence of Wang Fang's and Li Qiang's that a batch minted, taken to another agency, and the one that it became there.</summary>
    internal async Task<(LicenceId Old, LicenceId Arrived)> MoveLicence()
    {
        var (issuer, receiver, day) = (Item.ImplementingBody, Uscc.Parse("11340100MB1AC0103N"), new DateOnly(2026, 11, 27));
        var type = LicenceTypeCode.Parse($"{issuer}001");
        var serial = Interlocked.Increment(ref submitted);
        var old = LicenceIdentifier.Mint(type, issuer, $"M{serial:D8}", version: 1);
        var successor = LicenceIdentifier.Mint(type, receiver, $"N{serial:D8}", version: 1);
        var first = new LicenceFace(
            new("王芳", HolderCodeType.CitizenId, "340104199001010017"), new Dictionary<string, string> { ["address"] = "示范路1号" });
        var second = first with { Holder = new("李强", HolderCodeType.CitizenId, "340111198506150022") };
        var term = new Term(day, day, Until: null);
        await using var session = CitizenSession();
        session.Events.StartStream<Licence>(
            LicenceId.Of(old).Value,
            new LicenceEvent.MintedInBatch(
                old, 1, term, Of(first), Slot: null, CaseId.Of(Guid.NewGuid()), LicenceBatchId.Of(issuer, $"moves-{serial}"))
            {
                Others = [Of(second)],
            },
            new LicenceEvent.TransferBegunTo(day, Personal<Remark>.Of(Subject(), new("迁往卫健委")), receiver),
            new LicenceEvent.TransferAccepted(day, successor));
        session.Events.StartStream<Licence>(
            LicenceId.Of(successor).Value, new LicenceEvent.TransferredIn(successor, 1, term, Of(first), Slot: null, old) { Others = [Of(second)] });
        await session.SaveChangesAsync(CancellationToken.None);
        return (LicenceId.Of(old), LicenceId.Of(successor));

        Personal<LicenceFace> Of(LicenceFace face) =>
            Personal<LicenceFace>.Of(Runtime.Vault.TagOf(face.Holder.CodeType, face.Holder.Code), face);
    }
}
