using System.Collections.Concurrent;
using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Identifiers;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Api.Documents;

/// <summary>
/// The agencies' electronic seals: those that are configured (<see cref="SealDirectory"/>). A demonstration without any, and who asks for it, has test
/// seals, whose keys are kept with the others; a seal with legal effect is made by a certified maker.
/// </summary>
internal sealed class AgencySeals(RegistryRuntime runtime)
{
    private const string Maker = "seal-test-maker";
    private const string Authority = "seal-test-ca";

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lazy<TestSeals> _tests = new(() => new(KeyOf(runtime.Secrets, Authority), KeyOf(runtime.Secrets, Maker), From));
    private readonly ConcurrentDictionary<Uscc, Lazy<SealHolder>> _seals = new();

    /// <summary>The seal of an agency; null where there is none.</summary>
    public SealHolder? Of(Uscc agency, LocalText name) => runtime.Seals is { } configured ? configured.Of(agency)
        : !HasTests ? null
        : _seals.GetOrAdd(agency, one => new(() => _tests.Value.Make(
            name.Zh, $"{one}-1", KeyOf(runtime.Secrets, $"seal-test-{one}"), SealImage.Of(name.Zh)))).Value;

    /// <summary>Whom a reader of our files trusts; nobody where there are no seals.</summary>
    public SealTrust Trust => runtime.Seals?.Trust
        ?? new(HasTests ? [_tests.Value.Anchor] : [], [], runtime.Clock.GetUtcNow(), TimeSpan.FromMinutes(5));

    private bool HasTests => runtime.Settings.Demonstration || runtime.Settings.Seals.AllowTest;

    private static ISigner KeyOf(FileKeyStore keys, string name) => keys.Held(name) is [var kid, ..]
        ? keys.Open(name, kid)
        : keys.Create(name, Sm2.Name);
}
