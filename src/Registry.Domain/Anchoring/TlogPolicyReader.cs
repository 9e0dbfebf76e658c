using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Registry.Domain.Log;

namespace Registry.Domain.Anchoring;

/// <summary>
/// Reads a policy file line by line (C2SP tlog-policy@5ba5ee8, Policy file syntax). Stricter than asked in one point: the
/// file must be UTF-8, which is "strongly recommended"; then comparing texts is comparing octets, as names want it.
/// </summary>
internal sealed class TlogPolicyReader
{
    /// <summary>Twenty times what 32 logs, 32 witnesses and 32 groups need, the least that must be supported.</summary>
    private const int MaxLength = 1 << 18;

    private const string Nobody = "none";

    private static readonly char[] Blanks = [' ', '\t'];

    private readonly List<PolicyLog> logs = [];
    private readonly List<PolicyWitness> witnesses = [];
    private readonly List<PolicyGroup> groups = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> members = new(StringComparer.Ordinal);
    private string? quorum;

    public static bool TryRead(ReadOnlySpan<byte> file, out TlogPolicy? policy, out string? reason)
    {
        policy = null;
        if (!TryText(file, out var text, out reason))
            return false;

        var reader = new TlogPolicyReader();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            if (reader.Take(lines[i].Split(Blanks, StringSplitOptions.RemoveEmptyEntries)) is not { } fault)
                continue;
            reason = string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {fault}");
            return false;
        }

        if (reader.quorum is null)
            reason = "there is no quorum line";
        else
            policy = new TlogPolicy(
                text, reader.logs, reader.witnesses, reader.groups, reader.quorum == Nobody ? null : reader.quorum);
        return policy is not null;
    }

    private static bool TryText(ReadOnlySpan<byte> file, [NotNullWhen(true)] out string? text, out string? reason)
    {
        (text, reason) = (null, null);
        // "the allowed octet values are 0x09 (tab), 0x0A (newline), 0x20-0x7E, and 0x80-0xFF"
        foreach (var octet in file)
            if (octet is < 0x20 and not 0x09 and not 0x0A or 0x7F)
                reason = $"octet 0x{octet:x2} is not allowed";
        if (file.Length > MaxLength)
            reason = "the file is too long";
        else if (!file.IsEmpty && file[^1] != '\n')
            reason = "the last line is unfinished";
        else if (!Utf8.IsValid(file))
            reason = "the file is not UTF-8";
        text = reason is null ? Encoding.UTF8.GetString(file) : null;
        return text is not null;
    }

    private string? Take(string[] items) => items switch
    {
        [] => null,
        [var first, ..] when first[0] == '#' => null,
        ["log", var vkey, .. { Length: <= 1 } url] => Log(vkey, url),
        ["witness", var name, var vkey, .. { Length: <= 1 } url] => Witness(name, vkey, url),
        ["group", var name, var threshold, .. { Length: > 0 } listed] => Group(name, threshold, listed),
        ["quorum", var name] => Quorum(name),
        _ => "not a log, witness, group or quorum line",
    };

    private string? Log(string vkey, string[] url)
    {
        if (!NoteVerifierKey.TryParse(vkey, out var key, out var reason) || key is null)
            return reason;
        if (logs.Any(log => SameKey(log.Key, key)))
            return "a log with this key is listed already";
        logs.Add(new PolicyLog(key, url.FirstOrDefault()));
        return null;
    }

    private string? Witness(string name, string vkey, string[] url)
    {
        if (!NoteVerifierKey.TryParseCosigner(vkey, out var key, out var reason) || key is null)
            return reason;
        if (witnesses.Any(witness => SameKey(witness.Key, key)))
            return "a witness with this key is listed already";
        if (witnesses.Any(witness => witness.Key.Name == key.Name && witness.Key.Id == key.Id))
            return "another witness's key has the same name and id";
        if (Define(name) is { } fault)
            return fault;
        witnesses.Add(new PolicyWitness(name, key, url.FirstOrDefault()));
        return null;
    }

    private string? Group(string name, string threshold, string[] listed)
    {
        foreach (var member in listed)
        {
            if (!names.Contains(member))
                return "a member is not defined above";
            // "Each defined name can be listed as a group member at most once."
            if (!members.Add(member))
                return "a member is listed already";
        }

        var count = threshold switch
        {
            "any" => 1,
            "all" => listed.Length,
            _ when int.TryParse(threshold, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && threshold[0] != '0' => k,
            _ => 0,
        };
        if (count < 1 || count > listed.Length)
            return "the threshold is not any, all, or a number from 1 to the number of members";
        if (Define(name) is { } fault)
            return fault;
        groups.Add(new PolicyGroup(name, count, listed));
        return null;
    }

    private string? Quorum(string name)
    {
        if (quorum is not null)
            return "there is a quorum line already";
        if (name != Nobody && !names.Contains(name))
            return "the quorum is not defined above";
        quorum = name;
        return null;
    }

    private string? Define(string name)
    {
        if (name == Nobody)
            return "none is not a name";
        return names.Add(name) ? null : "the name is defined already";
    }

    // "Two vkeys are considered duplicate if they wrap the same underlying public key"
    private static bool SameKey(NoteVerifierKey one, NoteVerifierKey other) =>
        one.ToPublicKey().AsSpan().SequenceEqual(other.ToPublicKey());
}
