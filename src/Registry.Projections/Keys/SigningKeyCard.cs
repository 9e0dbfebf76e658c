using System.Globalization;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Projections.Keys;

/// <summary>A signing key as the choice of a signer and the operator's list need it. Its stream's id is its own.</summary>
public sealed record SigningKeyCard
{
    public Guid Id { get; init; }
    public required string Kid { get; init; }
    public required string Algorithm { get; init; }
    public required string PublicKey { get; init; }
    public required string Owner { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public bool IsLive { get; init; }
    public Suspicion? Suspicion { get; init; }

    /// <summary>DER, base64; of a key that signs credentials or certificates.</summary>
    public string? Certificate { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class SigningKeyCardProjection : SingleStreamProjection<SigningKeyCard, Guid>
{
    public SigningKeyCardProjection()
    {
        Name = "SigningKeyCard";
        EventCatalogue.Include<SigningKeyEvent>(IncludeType);
    }

    public override SigningKeyCard? Evolve(SigningKeyCard? card, Guid id, IEvent e) => ((SigningKeyEvent)e.Data, card) switch
    {
        (SigningKeyEvent.Registered r, null) => new SigningKeyCard
        {
            Id = id,
            Kid = r.Kid,
            Algorithm = r.Algorithm,
            PublicKey = r.PublicKey,
            Owner = r.Owner,
            RegisteredAt = LogEntry.TimeOf(e.Timestamp),
            IsLive = true,
        },
        (SigningKeyEvent.Certified x, { } c) => c with { Certificate = x.Certificate },
        (SigningKeyEvent.Retired, { } c) => c with { IsLive = false },
        (SigningKeyEvent.Compromised k, { } c) => c with
        {
            IsLive = false,
            Suspicion = new(k.Log, long.Parse(k.From, NumberStyles.None, CultureInfo.InvariantCulture)),
        },
        _ => card,
    };
}
