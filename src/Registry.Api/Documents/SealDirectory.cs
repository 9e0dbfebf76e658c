using System.Security.Cryptography;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Domain.Identifiers;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Api.Documents;

/// <summary>
/// The agencies' electronic seals as their makers gave them (docs/operations.md, Seals): each is tried once, at the start, as its readers will judge it.
/// </summary>
internal sealed class SealDirectory
{
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    /// <summary>Lists of what was called back are replaced while the server runs; this long one is not looked for.</summary>
    private static readonly TimeSpan ListsKept = TimeSpan.FromMinutes(1);

    private readonly string path;
    private readonly TimeProvider clock;
    private readonly Dictionary<Uscc, SealHolder> holders = [];
    private readonly IReadOnlyList<SealAnchor> anchors;
    private readonly IReadOnlyList<SealCertificate> intermediates;
    private readonly Lock gate = new();
    private (DateTimeOffset At, IReadOnlyList<SealRevocations> Lists)? read;

    private SealDirectory(string path, TimeProvider clock)
    {
        (this.path, this.clock) = (path, clock);
        anchors = [.. CertificatesIn("authorities.pem").Select(one => new SealAnchor(one, TestSeals.IsMarked(NameOf(one))))];
        intermediates = File.Exists(Path.Combine(path, "intermediates.pem")) ? CertificatesIn("intermediates.pem") : [];
    }

    public IEnumerable<SealCertificate> Authorities => anchors.Select(anchor => anchor.Certificate);

    /// <summary>Whom a reader of our files trusts.</summary>
    public SealTrust Trust => new(anchors, intermediates, clock.GetUtcNow(), Leeway) { Revocations = Lists() };

    /// <summary>Null where no directory is configured.</summary>
    /// <exception cref="StartupFailure">Something there cannot be used, or is a test seal that nobody asked for.</exception>
    public static SealDirectory? Open(SealSettings settings, FileKeyStore keys, TimeProvider clock)
    {
        if (settings.Directory is not { } path)
            return null;
        try
        {
            var seals = new SealDirectory(path, clock);
            foreach (var file in Directory.EnumerateFiles(path, "*.seal").Order(StringComparer.Ordinal))
                seals.Take(file, settings.AllowTest, keys);
            return seals;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupFailure(StartupCodes.SealUnusable, path, e.Message);
        }
    }

    public SealHolder? Of(Uscc agency) => holders.GetValueOrDefault(agency);

    private void Take(string file, bool allowTest, FileKeyStore keys)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!Uscc.TryParse(name, null, out var agency))
            throw Unusable(file, "its name is no agency's code");
        if (CertificatesIn($"{name}.pem") is not [var certificate])
            throw Unusable(file, $"{name}.pem is not one certificate for an SM2 key");
        if (ElectronicSeal.Parse(File.ReadAllBytes(file)) is not { } seal)
            throw Unusable(file, "it is no seal of version 4");
        var holder = new SealHolder(seal, certificate, KeyOf(Path.Combine(path, $"{name}.key.pem"), keys));

        // As a reader judges it: signature, certificates, maker, validity, whether they were called back.
        var probe = "registry/seal-probe/v1"u8;
        var set = SealSignature.Set(holder, clock.GetUtcNow(), Sm3.Hash(probe), "/probe");
        var verdict = SealVerifier.Verify(set, probe, Trust);
        if (verdict.Fault is { } fault)
            throw Unusable(file, fault.Code());
        if (!seal.Info.Id.StartsWith($"{agency}-", StringComparison.Ordinal))
            throw Unusable(file, $"its number {seal.Info.Id} is not of {agency}");
        if (verdict.IsTest && !allowTest)
            throw new StartupFailure(StartupCodes.SealIsTest, file, "Registry__Seals__AllowTest");
        holders[agency] = holder;
    }

    private static ISigner KeyOf(string file, FileKeyStore keys) => keys.OpenFile(file) is { Algorithm: Sm2.Name } key
        ? key
        : throw Unusable(file, "it is no SM2 key");

    private IReadOnlyList<SealRevocations> Lists()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (read is not var (at, lists) || now - at > ListsKept)
                read = (now, lists = ReadLists(before: read?.Lists));
            return lists;
        }
    }

    // What cannot be read later on leaves the lists as they were: they come to their end by themselves, and then nothing is known.
    private IReadOnlyList<SealRevocations> ReadLists(IReadOnlyList<SealRevocations>? before)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path, "*.crl").Select(ListIn)];
        }
        catch (Exception e) when (before is not null && e is (IOException or UnauthorizedAccessException or StartupFailure))
        {
            return before;
        }
    }

    private static SealRevocations ListIn(string file) =>
        SealPem.Lists(File.ReadAllBytes(file)) is [var list] ? list : throw Unusable(file, "it is not one list that is signed with SM2");

    private IReadOnlyList<SealCertificate> CertificatesIn(string file)
    {
        var found = SealPem.Certificates(File.ReadAllText(Path.Combine(path, file)));
        return found.Count > 0 ? found : throw Unusable(Path.Combine(path, file), "it has no certificate for an SM2 key");
    }

    private static string NameOf(SealCertificate certificate) =>
        certificate.Subject.Split("CN=") is [.., { } name] ? name : "";

    private static StartupFailure Unusable(string file, string why) => new(StartupCodes.SealUnusable, file, why);
}
