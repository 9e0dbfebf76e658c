using System.Globalization;
using Registry.Projections.Keys;

namespace Registry.Projections.Personal;

/// <summary>
/// Key-encryption keys as sealed files: the first is <c>vault-wrapping.secret</c>, later ones
/// <c>vault-wrapping.&lt;number&gt;.secret</c>. AES-256-GCM.
/// </summary>
public sealed class FileWrappingKeys(FileKeyStore files) : IWrappingKeys
{
    private const string Name = "vault-wrapping";

    public IReadOnlyList<int> Held => [.. files.Secrets(Name).Select(NumberOf).OfType<int>()];

    public void Create(int number) => files.CreateSecret(NameOf(number));

    public IWrappingKey Open(int number) => new FileWrappingKey(files.OpenSecret(NameOf(number)));

    private static string NameOf(int number) =>
        number == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}.{number}");

    private static int? NumberOf(string name) => name == Name ? 1
        : int.TryParse(name.AsSpan(Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
          && NameOf(number) == name ? number : null;

    private sealed class FileWrappingKey(byte[] key) : IWrappingKey
    {
        public byte[] Wrap(byte[] dataKey, byte[] binding) => Aead.Seal(key, dataKey, binding);

        public byte[] Unwrap(byte[] wrapped, byte[] binding) => Aead.Open(key, wrapped, binding);
    }
}
