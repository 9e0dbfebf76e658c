using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Registry.Api.Hosting;

namespace Registry.Api.Identity;

/// <summary>The development identity provider's signing key, made on first use and kept beside the other keys.</summary>
internal sealed record DevelopmentKey(ECDsaSecurityKey Key)
{
    public static DevelopmentKey Open(string keyDirectory)
    {
        var path = Path.Combine(keyDirectory, "development-idp.pem");
        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
            ecdsa.ImportFromPem(File.ReadAllText(path));
        else
            OwnerOnly.WriteNew(path, ecdsa.ExportPkcs8PrivateKeyPem());
        return new(new ECDsaSecurityKey(ecdsa) { KeyId = "development" });
    }
}
