using System.Globalization;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.Factories;
using Registry.Projections.Personal;

namespace Registry.Projections.Keys.Pkcs11;

/// <summary>
/// Key-encryption keys in a token, where they are made and which they never leave: AES-256, CKA_LABEL
/// <c>vault-wrapping.&lt;number&gt;</c>. Data keys are encrypted there by CKM_AES_GCM (PKCS#11 3.0 2.13.3) as
/// nonce[12] ‖ ciphertext ‖ tag[16], not wrapped by C_WrapKey, which could not bind them to their subject.
/// </summary>
internal sealed class Pkcs11WrappingKeys(Pkcs11Token token) : IWrappingKeys
{
    private const string Prefix = "vault-wrapping.";
    private const ulong KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static IObjectAttributeFactory Attributes => Pkcs11Module.Factories.ObjectAttributeFactory;

    public IReadOnlyList<int> Held => token.Use<IReadOnlyList<int>>(session =>
    [
        .. session.FindAllObjects([Attributes.Create(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY)])
            .Select(key => NumberOf(session.GetAttributeValue(key, [CKA.CKA_LABEL])[0].GetValueAsString()))
            .OfType<int>().Distinct()
    ]);

    /// <exception cref="KeyStoreException">Another process made the same one at the same time, or before.</exception>
    public void Create(int number) => token.Use(session =>
    {
        using var generation = Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_AES_KEY_GEN);
        var made = session.GenerateKey(generation,
        [
            Attributes.Create(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY), Attributes.Create(CKA.CKA_KEY_TYPE, CKK.CKK_AES),
            Attributes.Create(CKA.CKA_VALUE_LEN, KeyBytes), Attributes.Create(CKA.CKA_LABEL, NameOf(number)),
            Attributes.Create(CKA.CKA_TOKEN, true), Attributes.Create(CKA.CKA_PRIVATE, true),
            Attributes.Create(CKA.CKA_SENSITIVE, true), Attributes.Create(CKA.CKA_EXTRACTABLE, false),
            Attributes.Create(CKA.CKA_ENCRYPT, true), Attributes.Create(CKA.CKA_DECRYPT, true),
        ]);
        // PKCS#11 has no "unless it exists": whoever sees another one takes their own back, before anything is under it.
        if (Find(session, number).Count == 1)
            return 0;
        session.DestroyObject(made);
        throw new KeyStoreException(KeyStoreException.KeyExists, NameOf(number));
    });

    public IWrappingKey Open(int number) => token.Use(session => Find(session, number) is [var key]
        ? new Pkcs11WrappingKey(token, key)
        : throw new KeyStoreException(KeyStoreException.KeyMissing, NameOf(number)));

    private static List<IObjectHandle> Find(ISession session, int number) => session.FindAllObjects(
        [Attributes.Create(CKA.CKA_CLASS, CKO.CKO_SECRET_KEY), Attributes.Create(CKA.CKA_LABEL, NameOf(number))]);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    private static int? NumberOf(string label) => label.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(label.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class Pkcs11WrappingKey(Pkcs11Token token, IObjectHandle key) : IWrappingKey
    {
        public byte[] Wrap(byte[] dataKey, byte[] binding)
        {
            var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
            return [.. nonce, .. Run(nonce, binding, (session, gcm) => session.Encrypt(gcm, key, dataKey))];
        }

        public byte[] Unwrap(byte[] wrapped, byte[] binding)
        {
            if (wrapped.Length < NonceBytes + TagBytes)
                throw new CryptographicException("A wrapped key is at least 28 bytes long.");
            try
            {
                return Run(wrapped[..NonceBytes], binding, (session, gcm) => session.Decrypt(gcm, key, wrapped[NonceBytes..]));
            }
            catch (KeyStoreException e) when (e.InnerException is Pkcs11Exception { RV: CKR.CKR_ENCRYPTED_DATA_INVALID
                or CKR.CKR_ENCRYPTED_DATA_LEN_RANGE })
            {
                throw new CryptographicException("The module cannot authenticate the wrapped key.", e);
            }
        }

        private byte[] Run(byte[] nonce, byte[] binding, Func<ISession, IMechanism, byte[]> work)
        {
            using var parameters = Pkcs11Module.Factories.MechanismParamsFactory.CreateCkGcmParams(
                nonce, NonceBytes * 8, binding, TagBytes * 8);
            using var gcm = Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_AES_GCM, parameters);
            return token.Use(session => work(session, gcm));
        }
    }
}
