namespace Registry.Projections.Keys.Pkcs11;

/// <param name="Module">Path of the vendor's library.</param>
/// <param name="Token">Label of the token.</param>
/// <param name="Pin">The user's PIN. Never logged: <see cref="ToString"/> leaves it out.</param>
/// <param name="Sessions">As many as the device gives to this process.</param>
/// <param name="Patience">How long a signature may wait for a session.</param>
public sealed record Pkcs11Settings(string Module, string Token, string Pin, int Sessions, TimeSpan Patience)
{
    public override string ToString() => $"{Module} {Token}";
}
