using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Credentials;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Credentials;

public sealed class Decrypting_an_answer
{
    /// <summary>RFC 7518 appendix C.</summary>
    [Fact]
    public void derives_the_key_that_the_RFC_derives()
    {
        using var alice = Key(
            "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
            "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        using var bob = Key(
            "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
            "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        var agreed = bob.DeriveRawSecretAgreement(alice.PublicKey);
        Base64Url.EncodeToString(Jwe.DeriveKey(agreed, "A128GCM", Encoding.ASCII.GetBytes("Alice"), Encoding.ASCII.GetBytes("Bob"), 16))
            .ShouldBe("VqqN6vgjbSBcIijNcacQGg");
    }

    private static ECDiffieHellman Key(string x, string y, string d) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
        D = Base64Url.DecodeFromChars(d),
    });
}
