using Registry.Domain.Access;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>A licence's faces as they were opened for a reader: one of each holder, the first holder's first.</summary>
/// <param name="Each">Null for a holder whose data was erased.</param>
internal sealed record OpenedFaces(IReadOnlyList<LicenceFace?> Each)
{
    /// <summary>What stands on the licence beside the holders; null where nobody can read it any more.</summary>
    public LicenceFace? Any => Each.FirstOrDefault(face => face is not null);

    /// <summary>The first holder's; null where theirs was erased.</summary>
    public LicenceFace? First => Each[0];
}

/// <summary>One of a licence's holders, in what its reader may see.</summary>
/// <param name="Code">Masked where the purpose does not need the whole.</param>
/// <param name="Erased">Set where this holder's data was erased.</param>
internal sealed record HolderLine(string? Name, string? CodeType, string? Code, bool? Erased)
{
    /// <summary>All of them; null where the reader may see neither names nor codes.</summary>
    public static IReadOnlyList<HolderLine>? Of(AccessRuling ruling, OpenedFaces faces) =>
        ruling.ViewOf(FieldTable.HolderName) is null && ruling.ViewOf(FieldTable.HolderCode) is null ? null
        : [.. faces.Each.Select(face => new HolderLine(
            ruling.Show(FieldTable.HolderName, face?.Holder.Name),
            ruling.ViewOf(FieldTable.HolderCode) is null ? null : face?.Holder.CodeType.Value,
            ruling.Show(FieldTable.HolderCode, face?.Holder.Code),
            face is null ? true : null))];
}
