using System.Text.Json;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>That a holder who is signed in is being asked, and about which licences. It names nobody.</summary>
/// <param name="Request">Name of the wallet's request.</param>
/// <param name="Holder">Id under which the holder is signed in.</param>
/// <param name="InSession">They are by the pages' cookie, so that their answer has to come with it and its form key.</param>
internal sealed record Consent(string Request, string Holder, SubjectTag Subject, IReadOnlyList<LicenceId> Licences, bool InSession)
{
    public static Consent? Read(string? detail) => detail is null ? null : JsonSerializer.Deserialize<Consent>(detail);

    public override string ToString() => JsonSerializer.Serialize(this);
}
