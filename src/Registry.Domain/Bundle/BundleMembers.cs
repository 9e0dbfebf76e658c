using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Export;

namespace Registry.Domain.Bundle;

/// <summary>
/// The members of a bundle that may be hostile: each name known and once there, each content what SHA256SUMS says. Nothing
/// is unpacked to a disk, what is read as a whole is bounded, and the rest is read as a stream.
/// </summary>
internal sealed class BundleMembers : IDisposable
{
    private const int SumLength = 64;

    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sums = new(StringComparer.Ordinal);

    private BundleMembers(ZipArchive zip) => this.zip = zip;

    public IEnumerable<string> Names => members.Keys;

    public bool Has(string member) => members.ContainsKey(member);

    public void Dispose() => zip.Dispose();

    /// <summary>Opens the zip and compares its directory with SHA256SUMS.</summary>
    /// <param name="members">Null only when there is a fault.</param>
    public static ExportVerdict? Open(Stream file, out BundleMembers? members)
    {
        members = null;
        if (!ZipEnd.IsSound(file, out var directory, out var start))
            return NoZip(file);
        if (!ZipLayout.IsGapless(file, directory, start))
            return ExportVerdict.Tampered(
                VerdictCodes.BundleUnreadable, null, "There is more in the file than the members that its directory names.");
        ZipArchive? zip = null;
        try
        {
            file.Position = 0;
            zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            var opened = new BundleMembers(zip);
            if ((opened.TakeDirectory() ?? opened.TakeSums()) is { } fault)
            {
                zip.Dispose();
                return fault;
            }
            members = opened;
            return null;
        }
        catch (Exception e) when (IsMalformed(e))
        {
            zip?.Dispose();
            return ExportVerdict.Tampered(VerdictCodes.BundleUnreadable, null, e.Message);
        }
    }

    /// <summary>What the base library throws at a zip that contradicts itself.</summary>
    public static bool IsMalformed(Exception e) => e is InvalidDataException or EndOfStreamException or NotSupportedException
        or ArgumentException or OverflowException;

    /// <summary>Reads a short member as a whole.</summary>
    public ExportVerdict? Read(string member, out byte[] content)
    {
        using var collected = new MemoryStream();
        var fault = Read(member, stream =>
        {
            var buffer = new byte[1 << 14];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if (collected.Length + read > BundleFormat.MaxWhole)
                    return ExportVerdict.Tampered(
                        VerdictCodes.MemberTooLong, null, $"{member} has more than {BundleFormat.MaxWhole} bytes.");
                collected.Write(buffer, 0, read);
            }
            return null;
        });
        content = collected.ToArray();
        return fault;
    }

    /// <summary>Hands a member's content to a judge, and compares its digest if the judge finds nothing wrong.</summary>
    public ExportVerdict? Read(string member, Func<Stream, ExportVerdict?> judge)
    {
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var content = members[member].Open();
            if (judge(new DigestingStream(content, digest)) is { } fault)
                return fault;
            return member == BundleFormat.Sums || Convert.ToHexStringLower(digest.GetHashAndReset()) == sums[member]
                ? null
                : ExportVerdict.Tampered(VerdictCodes.MemberDigest, null, $"{member} does not have the digest in {BundleFormat.Sums}.");
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return ExportVerdict.Tampered(VerdictCodes.BundleUnreadable, null, $"{member}: {e.Message}");
        }
    }

    private ExportVerdict? TakeDirectory()
    {
        foreach (var entry in zip.Entries)
        {
            if (!BundleFormat.IsMember(entry.FullName) || entry.Comment.Length > 0 || entry.IsEncrypted)
                return ExportVerdict.Tampered(VerdictCodes.MemberUnknown, null, $"No member of a bundle: {entry.FullName}");
            if (!members.TryAdd(entry.FullName, entry))
                return ExportVerdict.Tampered(VerdictCodes.MemberRepeated, null, $"{entry.FullName} is there twice.");
        }
        return members.ContainsKey(BundleFormat.Sums) ? null : Missing(BundleFormat.Sums);
    }

    private ExportVerdict? TakeSums()
    {
        if (Read(BundleFormat.Sums, out var text) is { } unread)
            return unread;
        foreach (var line in Encoding.ASCII.GetString(text).Split('\n')[..^1])
            if (line.Length < SumLength + 3 || line[SumLength..(SumLength + 2)] != "  "
                || !sums.TryAdd(line[(SumLength + 2)..], line[..SumLength]))
                return ExportVerdict.Tampered(VerdictCodes.SumsMalformed, null, $"No line of {BundleFormat.Sums}: {line}");
        if (string.Concat(sums.Select(sum => $"{sum.Value}  {sum.Key}\n")) is var read && !text.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(read)))
            return ExportVerdict.Tampered(VerdictCodes.SumsMalformed, null, $"{BundleFormat.Sums} ends within a line.");
        if (sums.Keys.FirstOrDefault(name => !members.ContainsKey(name)) is { } gone)
            return Missing(gone);
        return members.Keys.FirstOrDefault(name => name != BundleFormat.Sums && !sums.ContainsKey(name)) is { } unlisted
            ? ExportVerdict.Tampered(VerdictCodes.MemberUnlisted, null, $"{unlisted} is not in {BundleFormat.Sums}.")
            : null;
    }

    public static ExportVerdict Missing(string member) =>
        ExportVerdict.Incomplete(VerdictCodes.MemberMissing, null, $"{member} is not in the bundle.");

    private static ExportVerdict NoZip(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        // What has a zip's beginning and not its end was cut off.
        return start[..read].SequenceEqual("PK\x03\x04"u8[..read])
            ? ExportVerdict.Incomplete(VerdictCodes.BundleTruncated, null, $"The file of {file.Length} bytes has no sound end of a zip.")
            : ExportVerdict.Tampered(VerdictCodes.BundleUnreadable, null, "The file is no zip.");
    }
}
