using System.Buffers.Binary;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Tests.Anchoring;

/// <summary>A log and any number of witnesses, each with a key of its own.</summary>
internal static class Keys
{
    public const string Origin = "registry.example/log/340100/2026";
    public static readonly DateTimeOffset At = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static NoteSigner Log(string origin = Origin) => new(origin, SignerOf(1));

    public static CosignatureSigner Witness(int number) => new($"witness.example/w{number}", SignerOf(100 + number));

    public static Checkpoint CheckpointOf(LogHash[] leaves) => new(Origin, leaves.Length, MerkleTree.RootOf(leaves));

    public static Ed25519Signer SignerOf(int number)
    {
        var seed = new byte[Ed25519Signer.SeedLength];
        BinaryPrimitives.WriteInt32LittleEndian(seed, number);
        return Ed25519Signer.FromSeed(seed);
    }
}
