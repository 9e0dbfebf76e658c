using System.Security.Cryptography;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.Factories;
using Registry.Domain.Signatures;
using Registry.Projections.Personal;

namespace Registry.Projections.Keys.Pkcs11;

/// <summary>
/// Private keys in a token behind PKCS#11, where they are made and which they never leave. CKA_LABEL is the name, CKA_ID the
/// key id. ES256 by CKM_ECDSA over a digest made here, Ed25519 by CKM_EDDSA.
/// </summary>
public sealed class Pkcs11KeyStore : IKeyStore, IDisposable
{
    // PKCS#11 3.0, after the constants of Pkcs11Interop 5: CKM_EC_EDWARDS_KEY_PAIR_GEN and CKK_EC_EDWARDS.
    private const ulong EdwardsKeyPairGen = 0x1055;
    private const ulong EdwardsKeyType = 0x40;

    // RFC 5480 2.1.1.1 and, as SoftHSM wants it, the curve's name as PrintableString (PKCS#11 3.0 2.3.3).
    private static readonly byte[] P256 = Convert.FromHexString("06082A8648CE3D030107");
    private static readonly byte[] Edwards25519 = [0x13, 12, .. "edwards25519"u8];

    private static readonly byte[] P256Spki = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D030107034200");

    private readonly Pkcs11Token token;

    /// <exception cref="KeyStoreException">No such module or token, or the wrong PIN.</exception>
    public Pkcs11KeyStore(Pkcs11Settings settings)
    {
        token = new Pkcs11Token(settings);
        Wrapping = new Pkcs11WrappingKeys(token);
    }

    /// <summary>The vault's key-encryption keys in the same token, through the same sessions.</summary>
    public IWrappingKeys Wrapping { get; }

    private static IObjectAttributeFactory Attributes => Pkcs11Module.Factories.ObjectAttributeFactory;

    public IReadOnlyList<string> Held(string name) => token.Use<IReadOnlyList<string>>(session =>
    [
        .. session.FindAllObjects([Attributes.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY), Attributes.Create(CKA.CKA_LABEL, name)])
            .Select(key => Encoding.ASCII.GetString(session.GetAttributeValue(key, [CKA.CKA_ID])[0].GetValueAsByteArray() ?? []))
            .Where(kid => kid.Length == KeyId.Length)
    ]);

    public ISigner Create(string name, string algorithm)
    {
        var kid = token.Use(session =>
        {
            session.GenerateKeyPair(
                GenerationOf(algorithm), PublicTemplate(name, algorithm), PrivateTemplate(name, algorithm), out var publicKey, out var privateKey);
            var id = KeyId.Of(SpkiOf(session, publicKey));
            // A crash before this leaves a key without id, which nobody ever finds.
            session.SetAttributeValue(publicKey, [Attributes.Create(CKA.CKA_ID, Encoding.ASCII.GetBytes(id))]);
            session.SetAttributeValue(privateKey, [Attributes.Create(CKA.CKA_ID, Encoding.ASCII.GetBytes(id))]);
            return id;
        });
        return Open(name, kid);
    }

    public ISigner Open(string name, string kid) => token.Use(session =>
    {
        var privateKey = Find(session, CKO.CKO_PRIVATE_KEY, name, kid);
        var spki = SpkiOf(session, Find(session, CKO.CKO_PUBLIC_KEY, name, kid));
        return KeyId.Of(spki) == kid
            ? new Pkcs11Signer(token, privateKey, kid, spki)
            : throw new KeyStoreException(KeyStoreException.KeyMissing, $"{name} {kid}");
    });

    /// <summary>Closes the sessions. Not while somebody signs.</summary>
    public void Dispose() => token.Dispose();

    private static IObjectHandle Find(ISession session, CKO kind, string name, string kid) =>
        session.FindAllObjects(
        [
            Attributes.Create(CKA.CKA_CLASS, kind), Attributes.Create(CKA.CKA_LABEL, name),
            Attributes.Create(CKA.CKA_ID, Encoding.ASCII.GetBytes(kid)),
        ]) is [var found]
            ? found
            : throw new KeyStoreException(KeyStoreException.KeyMissing, $"{name} {kid}");

    private static IMechanism GenerationOf(string algorithm) => algorithm switch
    {
        Es256.Name => Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN),
        Ed25519.Name => Pkcs11Module.Factories.MechanismFactory.Create(EdwardsKeyPairGen),
        _ => throw new KeyStoreException(KeyStoreException.AlgorithmUnsupported, algorithm),
    };

    private static IObjectAttribute KeyTypeOf(string algorithm) => algorithm is Ed25519.Name
        ? Attributes.Create(CKA.CKA_KEY_TYPE, EdwardsKeyType)
        : Attributes.Create(CKA.CKA_KEY_TYPE, CKK.CKK_EC);

    private static List<IObjectAttribute> PublicTemplate(string name, string algorithm) =>
    [
        KeyTypeOf(algorithm), Attributes.Create(CKA.CKA_TOKEN, true), Attributes.Create(CKA.CKA_LABEL, name),
        Attributes.Create(CKA.CKA_VERIFY, true), Attributes.Create(CKA.CKA_EC_PARAMS, algorithm is Ed25519.Name ? Edwards25519 : P256),
    ];

    private static List<IObjectAttribute> PrivateTemplate(string name, string algorithm) =>
    [
        KeyTypeOf(algorithm), Attributes.Create(CKA.CKA_TOKEN, true), Attributes.Create(CKA.CKA_LABEL, name),
        Attributes.Create(CKA.CKA_PRIVATE, true), Attributes.Create(CKA.CKA_SENSITIVE, true),
        Attributes.Create(CKA.CKA_EXTRACTABLE, false), Attributes.Create(CKA.CKA_SIGN, true),
    ];

    // CKA_EC_POINT is an OCTET STRING around the point; both kinds are shorter than 128 bytes, so two bytes of head.
    private static byte[] SpkiOf(ISession session, IObjectHandle publicKey)
    {
        var point = session.GetAttributeValue(publicKey, [CKA.CKA_EC_POINT])[0].GetValueAsByteArray().AsSpan(2);
        return point.Length == Ed25519.PublicKeyLength ? Ed25519.SpkiFromRaw(point) : [.. P256Spki, .. point];
    }

    private sealed class Pkcs11Signer(Pkcs11Token token, IObjectHandle key, string kid, byte[] spki) : ISigner
    {
        private const ulong Eddsa = 0x1057;

        public string Algorithm { get; } = spki.Length == P256Spki.Length + 65 ? Es256.Name : Ed25519.Name;

        public string KeyId => kid;

        public byte[] PublicKeySpki => [.. spki];

        public byte[] Sign(ReadOnlySpan<byte> message)
        {
            var (mechanism, input) = Algorithm is Ed25519.Name
                ? (Pkcs11Module.Factories.MechanismFactory.Create(Eddsa), message.ToArray())
                : (Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_ECDSA), SHA256.HashData(message));
            return token.Use(session => session.Sign(mechanism, key, input));
        }
    }
}
