namespace Registry.Torture;

/// <summary>How a campaign runs.</summary>
/// <param name="Smoke">Only what continuous integration has time for.</param>
/// <param name="Seed">Of every choice made at random; the same seed makes the same choices.</param>
/// <param name="Count">Rounds or mutations; null for the campaign's own number.</param>
internal sealed record Options(bool Smoke, int Seed, int? Count);
