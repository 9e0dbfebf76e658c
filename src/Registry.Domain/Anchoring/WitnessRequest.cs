using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Registry.Domain.Log;

namespace Registry.Domain.Anchoring;

/// <summary>
/// The body of an add-checkpoint request (C2SP tlog-witness@5ba5ee8): the size that the log thinks the witness knows, the
/// proof from there, and the signed checkpoint. Nothing in it is verified yet.
/// </summary>
public sealed class WitnessRequest
{
    /// <summary>"The client MUST NOT send more than 63 consistency proof lines."</summary>
    public const int MaxProof = 63;

    /// <summary>Of the body in bytes: the proof, and the largest note that is read anywhere here.</summary>
    public const int MaxLength = SignedNote.MaxLength + 8192;

    private const string OldPrefix = "old ";

    private readonly LogHash[] proof;

    /// <summary>Makes a request.</summary>
    public WitnessRequest(long oldSize, IReadOnlyList<LogHash> proof, SignedNote note, Checkpoint checkpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Count, MaxProof);
        (OldSize, this.proof, Note, Checkpoint) = (oldSize, [.. proof], note, checkpoint);
    }

    public long OldSize { get; }

    public ReadOnlySpan<LogHash> Proof => proof;

    public SignedNote Note { get; }

    /// <summary>The note's text. An empty log's root may be wrong: the witness has an answer of its own for that.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Reads a body strictly: <see cref="ToString"/> of the result is the same text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out WitnessRequest? request, out string? reason)
    {
        (request, reason) = (null, null);
        if (body.Length > MaxLength || !Utf8.IsValid(body))
        {
            reason = "the request is too long or not UTF-8";
            return false;
        }

        var parts = Encoding.UTF8.GetString(body).Split("\n\n", 2);
        var head = parts[0].Split('\n');
        if (parts.Length != 2)
            reason = "there is no empty line before the checkpoint";
        else if (!TryOldSize(head[0], out var oldSize))
            reason = "the first line is not old and a size";
        else if (head.Length - 1 > MaxProof)
            reason = "there are more than 63 proof lines";
        else if (!TryProof(head.AsSpan(1), out var proof))
            reason = "a proof line is not 32 bytes in canonical base64";
        else if (SignedNote.Parse(parts[1]) is var parsed && !parsed.Ok)
            reason = parsed.Reason;
        else if (Checkpoint.TryParseForm(parsed.Value.Text, out var checkpoint, out reason))
            request = new WitnessRequest(oldSize, proof, parsed.Value, checkpoint);
        return request is not null;
    }

    /// <summary>The body as it is sent, in UTF-8.</summary>
    public override string ToString()
    {
        var body = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{OldPrefix}{OldSize}\n");
        foreach (var hash in proof)
            body.Append(hash.ToBase64()).Append('\n');
        return body.Append('\n').Append(Note).ToString();
    }

    private static bool TryOldSize(string line, out long size)
    {
        size = 0;
        return line.StartsWith(OldPrefix, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(OldPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out size)
            && line.Length == OldPrefix.Length + size.ToString(CultureInfo.InvariantCulture).Length;
    }

    private static bool TryProof(ReadOnlySpan<string> lines, out LogHash[] proof)
    {
        proof = new LogHash[lines.Length];
        for (var i = 0; i < lines.Length; i++)
            if (!LogHash.TryFromBase64(lines[i], out proof[i]))
                return false;
        return true;
    }
}
