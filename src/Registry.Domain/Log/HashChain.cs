using System.Text;

namespace Registry.Domain.Log;

/// <summary>
/// The linear chain beside the tree: c(−1) = SHA-256("registry/chain/v1\n" ‖ origin),
/// c(i) = SHA-256(0x02 ‖ c(i−1) ‖ leaf(i)).
/// </summary>
/// <remarks>
/// Data that every replay checks, and no more: no verifier takes it in place of a proof of the tree. Two
/// authorities side by side are what produced immudb CVE-2022-36111.
/// </remarks>
public static class HashChain
{
    // 0x00 and 0x01 are the leaves and nodes of RFC 6962; a chain link can be mistaken for neither.
    private const byte LinkTag = 0x02;

    /// <summary>The value before the first entry, bound to the log.</summary>
    public static LogHash Start(string origin) => LogHash.Sha256(Encoding.UTF8.GetBytes("registry/chain/v1\n" + origin));

    /// <summary>The value after one more entry. Cost: one hash of 65 bytes.</summary>
    public static LogHash Next(LogHash previous, LogHash leaf) => HashInput.Hash(LinkTag, previous.AsSpan(), leaf.AsSpan());
}
