using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Api.Ceremony;

/// <summary>
/// Two people make the root key, or open it, and endorse the planned keys with it, on a machine without network. The key file
/// opens with both halves of the passphrase only. Everything that was done stands in the transcript.
/// </summary>
internal sealed class RootCeremony(DirectoryInfo directory, TimeProvider clock)
{
    public const string EndorsementsFile = "endorsements.json";
    public const string TranscriptFile = "transcript.txt";
    public const string RootFile = "root.pem";

    private const int ShortestHalf = 12;

    private readonly StringBuilder transcript = new();

    /// <param name="confirm">Asks one operator to confirm the plan's digest; his half of the passphrase, or null when he does not.</param>
    /// <returns>The endorsements, or null when somebody did not confirm; then nothing was made.</returns>
    public Endorsements? Run(byte[] planJson, Func<string, string, string?> confirm)
    {
        var plan = CeremonyPlan.Read(planJson);
        var digest = CeremonyPlan.DigestOf(planJson);
        Write($"registry root key ceremony, authority {plan.Authority}");
        Write($"plan SHA-256 {digest}");

        var halves = new List<string>();
        foreach (var person in plan.Operators)
        {
            if (confirm(person, digest) is not { Length: >= ShortestHalf } half || halves.Contains(half))
                return null;
            halves.Add(half);
            Write($"{person} has compared and confirmed the plan");
        }

        var store = new FileKeyStore(directory.FullName, string.Join('\n', halves));
        var root = OpenRoot(store, plan.RootName);
        var signed = plan.Keys.Select(key => Endorse(root, key)).ToArray();
        Write("end");
        return Keep(RootKey.Of(root), signed);
    }

    private ISigner OpenRoot(FileKeyStore store, string name)
    {
        var existing = store.Held(name);
        var root = existing is [var kid] ? store.Open(name, kid) : store.Create(name, Ed25519.Name);
        Write($"root key {root.KeyId} {(existing.Count == 0 ? "made" : "opened")}, {root.Algorithm}, {Convert.ToBase64String(root.PublicKeySpki)}");
        return root;
    }

    private Endorsements.Signed Endorse(ISigner root, KeyEndorsement key)
    {
        var signature = Base64Url.EncodeToString(root.Sign(key.SignedBytes()));
        Write($"endorsed {key.Use} {key.Owner} {key.Algorithm} {key.PublicKey} signature {signature}");
        return new(key, signature);
    }

    private Endorsements Keep(RootKey root, IReadOnlyList<Endorsements.Signed> signed)
    {
        var bytes = Encoding.UTF8.GetBytes(transcript.ToString());
        var endorsements = new Endorsements(root.PublicKey, root.Algorithm, Convert.ToHexStringLower(SHA256.HashData(bytes)), signed);
        File.WriteAllBytes(PathOf(TranscriptFile), bytes);
        File.WriteAllText(PathOf(RootFile), root.ToPem());
        File.WriteAllBytes(PathOf(EndorsementsFile), endorsements.ToJson());
        return endorsements;
    }

    private string PathOf(string name) => Path.Combine(directory.FullName, name);

    private void Write(string line) => transcript.Append(
        CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {line}\n");
}
